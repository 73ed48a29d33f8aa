"""Before one is signed in: the first start, and the demo's people."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from activity.answers import next_of
from teams.forms.welcome import WelcomeForm
from teams.models import User, first_start
from teams.views.answers import say, take
from teams.views.invitations import BACKEND
from teams.wrong_state import WrongState


@never_cache
@login_not_required
def welcome(request: HttpRequest) -> HttpResponse:
    """The first start: makes the administrator and the first product group, once. Then not there."""
    if settings.DEMO or not first_start.is_empty():
        raise Http404
    form = WelcomeForm(request.POST or None)
    made = []

    def start():
        made.append(first_start.start(**form.cleaned_data, language=get_language() or ""))

    try:
        started = request.method == "POST" and take(form, start)
    except WrongState as error:
        raise Http404 from error
    if started:
        login(request, made[0], backend=BACKEND)
        say(request, _("The service is yours. Check rhythm and thresholds, then invite people."))
        return redirect("teams:settings")
    return render(request, "teams/welcome.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """In the demo only: sign in as one of its people by a press."""
    if not settings.DEMO:
        raise Http404
    person = User.objects.active().addressed_exactly(request.POST.get("email", "")).first()
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect(next_of(request))
