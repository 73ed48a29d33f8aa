"""The check that keeps the table complete."""

from django.core.checks import Error
from django.urls import URLPattern, URLResolver, get_resolver

from improvement.policy import URLS
from improvement.policy.words import PUBLIC, SIGNED_IN
from teams.permissions import POLICY

LIBRARIES = ("account_", "mfa_")
"""Prefixes of names whose views come from django-allauth, which guards them itself."""


def named_addresses(resolver: URLResolver | None = None, namespace: str = "") -> dict[str, str]:
    """Every full URL name of the project → its route, walking all includes.

    A pattern without a name is listed under its route, so that the check reports it.
    """
    found = {}
    resolver = resolver or get_resolver()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= named_addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            route = str(pattern.pattern)
            found[f"{namespace}{pattern.name}" if pattern.name else route] = route
    return found


def every_address_has_a_policy(app_configs, **kwargs) -> list[Error]:
    """System check: each address stands in `URLS` with a policy that exists."""
    errors = []
    for name in named_addresses():
        if name.startswith(LIBRARIES):
            continue
        policy = URLS.get(name)
        if policy is None:
            errors.append(
                Error(f"The address {name!r} has no policy in improvement/policy.", id="policy.E001")
            )
        elif policy not in {PUBLIC, SIGNED_IN} and policy not in POLICY:
            errors.append(
                Error(f"The address {name!r} names the unknown policy {policy!r}.", id="policy.E002")
            )
    return errors
