"""Puts resources under their addresses, each with what the contract promises for all of them."""

from functools import partial

from django.utils.cache import patch_vary_headers
from rest_framework.routers import SimpleRouter

from improvement.rest.idempotency import key_of, once


class Contract:
    """Around every resource: a repeated POST has one effect, and nobody else's cache keeps an answer."""

    def initial(self, request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        if key := key_of(request):
            self.post = partial(once, self.post, key=key)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        return response


class Router(SimpleRouter):
    """`register("items", ItemResource)`: the resource under `/items/`, as `item-list`, `item-detail`, …"""

    def register(self, prefix: str, resource: type, basename: str | None = None) -> None:
        bound = type(
            resource.__name__,
            (Contract, resource),
            {"__module__": resource.__module__, "__doc__": resource.__doc__},
        )
        super().register(prefix, bound, basename)

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a resource's address and the first word of its URL names."""
        return tuple((prefix, basename) for prefix, _resource, basename in self.registry)
