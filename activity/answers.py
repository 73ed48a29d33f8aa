"""Answers that every room's pages give alike."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """303: what was sent is done; look there now, with GET."""

    status_code = 303


def see_other(to, *args, **kwargs) -> SeeOther:
    """303 to a model's own page, a URL name or an address."""
    return SeeOther(resolve_url(to, *args, **kwargs))


def next_of(request: HttpRequest, otherwise: str = "/") -> str:
    """The page named in `next` that the person came from, if it is an address of ours, else `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = wanted.startswith("/") and wanted.isprintable()
    ours = ours and url_has_allowed_host_and_scheme(wanted, None, require_https=request.is_secure())
    return wanted if ours else otherwise
