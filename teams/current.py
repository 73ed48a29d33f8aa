"""The product group in which a person is at work now."""

from copy import copy

from django.http import Http404, HttpRequest

from teams.kept import kept
from teams.models import ProductGroup

CHOSEN = "product_group"  # the session's key


def groups_of(request: HttpRequest) -> list[ProductGroup]:
    """The product groups this person may see, their own first, each by name. Read once per request."""
    if not hasattr(request, "_groups"):
        request._groups = [copy(group) for group in _groups_of(request.user)]
    return request._groups


def _groups_of(user) -> list[ProductGroup]:
    if not user.is_authenticated:
        return []

    def read() -> list[ProductGroup]:
        visible = ProductGroup.objects.visible_to(user).for_choice()
        return sorted(visible, key=lambda group: group.pk not in user.access.own_group_ids)

    return kept(user, "groups", read)


def current_group(request: HttpRequest) -> ProductGroup | None:
    """What was chosen in the side bar, else the first of the person's own; None where none is visible."""
    chosen = request.session.get(CHOSEN)
    groups = groups_of(request)
    return next((group for group in groups if str(group.pk) == chosen), groups[0] if groups else None)


def asked_group(request: HttpRequest) -> ProductGroup | None:
    """The group whose id the address holds in `product_group`, else the current one.

    Raises `Http404` for one that this person may not see.
    """
    wanted = request.GET.get("product_group", "")
    if not wanted:
        return current_group(request)
    found = next((group for group in groups_of(request) if str(group.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def choose_group(request: HttpRequest, group_id: str) -> bool:
    """Work in another product group from now on; False if this person may not see it."""
    known = any(str(group.pk) == group_id for group in groups_of(request))
    if known:
        request.session[CHOSEN] = group_id
    return known


def enter_group(request: HttpRequest, group_id) -> None:
    """The page shows something of this group: it is the current one from now on, if the person sees it."""
    if request.session.get(CHOSEN) != str(group_id):
        choose_group(request, str(group_id))
