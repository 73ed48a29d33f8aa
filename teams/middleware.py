"""What holds for every page: the person's language, the first start."""

from django.conf import settings
from django.shortcuts import redirect
from django.utils import translation

from teams.models import first_start


class PersonLocaleMiddleware:
    """Speak the person's language; without one, what the browser asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = getattr(request.user, "language", "") or translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", chosen)
            return response


class FirstStartMiddleware:
    """As long as there is no person at all, every page leads to where the first one is made."""

    OPEN = ("/welcome/", "/choose/", "/static/", "/api/", "/healthz", "/readyz", "/metrics")

    def __init__(self, get_response):
        self.get_response = get_response
        self.settled = settings.DEMO

    def __call__(self, request):
        if not self.settled and not request.path.startswith(self.OPEN):
            self.settled = request.user.is_authenticated or not first_start.is_empty()
            if not self.settled:
                return redirect("teams:welcome")
        return self.get_response(request)
