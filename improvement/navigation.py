"""What the frame of every page holds: side bar, bottom bar, product groups, inbox count, theme.

The links are data. A room that is not open yet (its URL name does not resolve) has no link, so the frame
never promises what does not exist. What needs the database is lazy: a fragment, which draws no frame, asks
nothing.
"""

from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activity.models import Notification
from teams.current import current_group, groups_of

THEMES = ("light", "dark")

# icon, URL name, words, key after "g", also in the phone's bottom bar
ROOMS = (
    ("my-work", "backlog:my-work", _("My work"), "m", True),
    ("items", "backlog:item-list", _("Items"), "i", True),
    ("product-backlog", "backlog:product-backlog", _("Product Backlog"), "b", False),
    ("retrospectives", "retrospectives:retrospective-list", _("Retrospectives"), "r", True),
    ("reviews", "reviews:review-list", _("Reviews"), "v", True),
    ("health", "insights:health", _("Health"), "h", False),
    ("standards", "standards:standard-list", _("Standards"), "d", False),
    ("people", "teams:people", _("People"), "p", False),
    ("settings", "teams:settings", _("Settings"), "s", False),
)
ADMIN_ROOMS = {"teams:settings"}
ACTIONS = {
    "capture": "backlog:item-create",
    "search": "backlog:item-list",
    "inbox": "activity:inbox",
    "profile": "teams:profile",
    "theme": "choose-theme",
    "switch_group": "choose-group",
    "leave_demo": "demo-leave",
    "sign_out": "account_logout",
}


@cache
def address(name: str, urlconf: str | None) -> str:
    """The address behind a URL name, or "" where that room is not open."""
    try:
        return reverse(name, urlconf=urlconf)
    except NoReverseMatch:
        return ""


class Navigation:
    """The frame as one person sees it on one page. Asked by templates only; computes on first use."""

    def __init__(self, request):
        self.request = request
        self.urlconf = get_urlconf()

    @cached_property
    def links(self) -> list[dict]:
        """Rooms with an address: `name, url, icon, key, phone, current` ("page", "true" or "")."""
        user = self.request.user
        rooms = [room for room in ROOMS if room[1] not in ADMIN_ROOMS or user.is_admin]
        links = [
            {"icon": icon, "url": url, "name": name, "key": key, "phone": phone, "current": ""}
            for icon, url_name, name, key, phone in rooms
            if (url := address(url_name, self.urlconf))
        ]
        here = self.request.path
        inside = [
            link
            for link in links
            if here == link["url"] or (link["url"] != "/" and here.startswith(link["url"]))
        ]
        if inside:
            nearest = max(inside, key=lambda link: len(link["url"]))
            nearest["current"] = "page" if here == nearest["url"] else "true"
        return links

    @cached_property
    def bottom(self) -> list[dict]:
        """What lies under the thumb: the links of the phone's bottom bar."""
        return [link for link in self.links if link["phone"]]

    @cached_property
    def actions(self) -> dict[str, str]:
        """Addresses of what the top line offers; "" where there is nothing behind it."""
        return {word: address(name, self.urlconf) for word, name in ACTIONS.items()}

    @cached_property
    def theme(self) -> str:
        """The theme this person chose, before signing in this browser; "" for the device's."""
        user = self.request.user
        wanted = user.theme if user.is_authenticated else self.request.COOKIES.get("theme", "")
        return wanted if wanted in THEMES else ""

    @cached_property
    def groups(self) -> list:
        """The product groups this person may see, their own first."""
        return groups_of(self.request)

    @cached_property
    def group(self):
        """The product group under whose name the side bar stands."""
        return current_group(self.request) if self.request.user.is_authenticated else None

    @cached_property
    def unread(self) -> int:
        """How much news waits in the inbox."""
        return Notification.objects.of(self.request.user).unread().count()

    @cached_property
    def initials(self) -> str:
        """Two letters that stand for the person."""
        return initials(str(self.request.user))


def initials(name: str) -> str:
    """First letters of the first and the last name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def navigation(request) -> dict:
    """Context processor: `nav`, and whether this is the demonstration."""
    return {"nav": Navigation(request), "demo": settings.DEMO}
