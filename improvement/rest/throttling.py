"""How often programs may ask: so that one runaway program does not stop everybody's work."""

import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from teams.models import ApiToken

WINDOW = 60  # seconds


class RateThrottle(BaseThrottle):
    """At most `API_TOKEN_RATE` requests a minute by each token, and `API_RATE` by each person in all.

    Counted by Valkey for all processes together, and by each process for itself while it is gone.
    """

    def allow_request(self, request, view) -> bool:
        if not request.user.is_authenticated:
            return True
        window, self.passed = divmod(time.time(), WINDOW)
        limits = {f"api-rate:{request.user.pk}:{int(window)}": settings.API_RATE}
        if isinstance(request.auth, ApiToken):
            limits[f"api-rate:{request.auth.pk}:{int(window)}"] = settings.API_TOKEN_RATE
        counts = cache.count(list(limits), 2 * WINDOW)
        return all(count <= limit for count, limit in zip(counts, limits.values(), strict=True))

    def wait(self) -> float:
        """Seconds until the next minute begins: `Retry-After`."""
        return WINDOW - self.passed
