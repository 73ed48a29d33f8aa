"""The cache, which may be gone: what it would have told is read anew, what it counts is counted here."""

import time
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

PAUSE = 2  # seconds until an absent server is asked again


class Absence:
    """What this process knows of the server's absence, shared by its threads."""

    def __init__(self):
        self.noticed = False
        self.until = 0.0
        self.lock = Lock()

    def begin(self) -> None:
        self.noticed = True
        self.until = time.monotonic() + PAUSE

    def lasts(self) -> bool:
        """Whether to go on without the server. After a pause one thread asks it again, and the others don't
        wait for what becomes of that: a server that hangs costs one request in a while a second or two."""
        if not self.noticed:
            return False
        with self.lock:
            if time.monotonic() < self.until:
                return True
            self.until = time.monotonic() + PAUSE
            return False


absence = Absence()


class ForgivingCache(RedisCache):
    """Valkey or Redis as a cache whose absence slows the service down and never stops it.

    While the server does not answer, every reading finds nothing and every change is lost. So
    what it holds when it comes back may be old (somebody signed out meanwhile): all of it is
    forgotten before it is believed again. Keys that begin with one of OPTIONS["counted"] hold
    limits, or codes that were used up; they are kept in this process meanwhile.
    """

    def __init__(self, server, params):
        options = dict(params.get("OPTIONS", {}))
        self._counted = tuple(options.pop("counted", ()))
        super().__init__(server, params | {"OPTIONS": options})
        self._here = LocMemCache("counted", {"MAX_ENTRIES": 50_000})

    def get(self, key, default=None, version=None):
        return self._ask("get", key, default, version=version, missing=default)

    def get_many(self, keys, version=None):
        return self._ask("get_many", list(keys), version=version, missing={})

    def has_key(self, key, version=None):
        return self._ask("has_key", key, version=version, missing=False)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("add", key, value, timeout, version=version, missing=False)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("set", key, value, timeout, version=version, missing=None)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("touch", key, timeout, version=version, missing=False)

    def delete(self, key, version=None):
        return self._ask("delete", key, version=version, missing=False)

    def incr(self, key, delta=1, version=None):
        return self._ask("incr", key, delta, version=version, missing=delta)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("set_many", data, timeout, version=version, missing=list(data))

    def delete_many(self, keys, version=None):
        return self._ask("delete_many", list(keys), version=version, missing=None)

    def count(self, keys: list[str], timeout: int) -> list[int]:
        """How often each key was counted so far, this time included; kept for `timeout` seconds.

        While the server is gone each process counts its own, as if every process had counted as
        many: a limit is then reached too early rather than too late.
        """
        return self._try(lambda: self._count_there(keys, timeout)) or self._count_here(keys, timeout)

    def _count_there(self, keys: list[str], timeout: int) -> list[int]:
        pipeline = self._cache.get_client(write=True).pipeline(transaction=False)
        for key in keys:
            name = self.make_and_validate_key(key)
            pipeline.incr(name)
            pipeline.expire(name, timeout)
        return pipeline.execute()[::2]

    def _count_here(self, keys: list[str], timeout: int) -> list[int]:
        for key in keys:
            self._here.add(key, 0, timeout)
        return [self._here.incr(key) * settings.WEB_WORKERS for key in keys]

    def _ask(self, name: str, about, *arguments, version, missing):
        """What the server answers; else what is kept here of a counted key; else `missing`."""
        asked, here = getattr(super(), name), getattr(self._here, name)
        counted = isinstance(about, str) and about.startswith(self._counted)
        gone = (lambda: here(about, *arguments, version=version)) if counted else lambda: missing
        return self._try(lambda: asked(about, *arguments, version=version), gone)

    def _try(self, ask: Callable, gone: Callable = lambda: None):
        if absence.lasts():
            return gone()
        try:
            if absence.noticed:
                self._forget()
            return ask()
        except RedisError:
            absence.begin()
            return gone()

    def _forget(self) -> None:
        """Delete what the server still holds from before its absence; other users of it keep theirs."""
        client = self._cache.get_client(write=True)
        for name in client.scan_iter(match=f"{self.key_prefix}:*", count=1_000):
            client.unlink(name)
        absence.noticed = False
