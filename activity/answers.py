"""Answers that every room's pages give alike."""

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


class SeeOther(HttpResponseRedirect):
    """303: what was sent is done; look there now, with GET."""

    status_code = 303


def see_other(to, *args, **kwargs) -> SeeOther:
    """303 to a model's own page, a URL name or an address."""
    return SeeOther(resolve_url(to, *args, **kwargs))
