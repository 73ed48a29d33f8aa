"""How often one person may ask: so that one runaway program does not stop everybody's work."""

import time

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.throttling import BaseThrottle

WINDOW = 60  # seconds


class PersonThrottle(BaseThrottle):
    """At most `API_RATE` requests a minute for each person, all their programs together.

    Without a cache nobody is held up: the limit protects the service, it must not stop it.
    """

    def allow_request(self, request, view) -> bool:
        if not request.user.is_authenticated:
            return True
        window, self.passed = divmod(time.time(), WINDOW)
        key = f"api-rate:{request.user.pk}:{int(window)}"
        try:
            cache.add(key, 0, timeout=2 * WINDOW)
            return cache.incr(key) <= settings.API_RATE
        except (RedisError, ValueError):
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins: `Retry-After`."""
        return WINDOW - self.passed
