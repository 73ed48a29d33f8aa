"""What the frame of every page holds: side bar, bottom bar, product groups, inbox count, theme.

The links are data. A room that is not open yet (its URL name does not resolve) has no link, so the frame
never promises what does not exist. What needs the database is lazy: a fragment, which draws no frame, asks
nothing. What is the same for everybody in a room is drawn once per language and kept: half of what an empty
page would cost otherwise. What is one person's own: `improvement.own_frame`.
"""

from functools import cache, lru_cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from activity.models import Notification
from backlog.models import ViewPin
from improvement import own_frame
from teams.current import current_group, groups_of

THEMES = ("light", "dark")

# icon, URL name, words, key after "g", also in the phone's bottom bar
ROOMS = (
    ("my-work", "backlog:my-work", _("My work"), "m", True),
    ("items", "backlog:item-list", _("Items"), "i", True),
    ("triage", "backlog:triage", _("Triage"), "t", False),
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
    "search": "backlog:find",
    "items": "backlog:item-list",
    "completions": "backlog:find-completions",
    "palette": "palette",
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


def rooms(admin: bool, urlconf: str | None) -> list[dict]:
    """The rooms that are open to this person: `name, url, icon, key, phone`."""
    return [
        {"icon": icon, "url": url, "name": name, "key": key, "phone": phone}
        for icon, url_name, name, key, phone in ROOMS
        if (admin or url_name not in ADMIN_ROOMS) and (url := address(url_name, urlconf))
    ]


@lru_cache(maxsize=512)
def drawn(template: str, language: str, admin: bool, room: str, urlconf: str | None) -> SafeString:
    """A part of the frame that depends on these values alone. `room` is the address of the room one is in."""
    actions = {word: address(name, urlconf) for word, name in ACTIONS.items()}
    return render_to_string(template, {"links": rooms(admin, urlconf), "room": room, "actions": actions})


class Navigation:
    """The frame as one person sees it on one page. Asked by templates only; computes on first use."""

    def __init__(self, request):
        self.request = request
        self.user = getattr(request, "user", None) or AnonymousUser()  # none yet where a middleware failed
        self.urlconf = get_urlconf()

    @cached_property
    def links(self) -> list[dict]:
        """The rooms open to this person."""
        return rooms(getattr(self.user, "is_admin", False), self.urlconf)

    def _part(self, template: str) -> SafeString:
        draw = drawn.__wrapped__ if settings.DEBUG else drawn
        admin = getattr(self.user, "is_admin", False)
        return draw(template, get_language(), admin, self.room, self.urlconf)

    @cached_property
    def room(self) -> str:
        """The address of the room that this page is in; the nearest where one lies in another."""
        here = self.request.path
        urls = [link["url"] for link in rooms(True, self.urlconf)]
        around = (url for url in urls if here == url or (url != "/" and here.startswith(url)))
        return max(around, key=len, default="")

    @property
    def head(self) -> SafeString:
        return self._part("_head.html")

    @property
    def side(self) -> SafeString:
        return self._part("_rooms.html")

    @property
    def bottom(self) -> SafeString:
        return self._part("_bottom_bar.html")

    @property
    def foot(self) -> SafeString:
        return self._part("_foot.html")

    @property
    def dialogs(self) -> SafeString:
        return self._part("_dialogs.html")

    @cached_property
    def actions(self) -> dict[str, str]:
        """Addresses of what the top line offers; "" where there is nothing behind it."""
        return {word: address(name, self.urlconf) for word, name in ACTIONS.items()}

    @cached_property
    def theme(self) -> str:
        """The theme this person chose, before signing in this browser; "" for the device's."""
        signed_in = self.user.is_authenticated
        wanted = self.user.theme if signed_in else self.request.COOKIES.get("theme", "")
        return wanted if wanted in THEMES else ""

    @cached_property
    def group(self):
        """The product group under whose name the side bar stands."""
        return current_group(self.request) if self.user.is_authenticated else None

    @property
    def own(self) -> SafeString:
        """Side bar, top line and menu of who is signed in."""
        draw = own_frame.OwnFrame.draw if settings.DEBUG else own_frame.drawn
        here, query = self.request.get_full_path(), self.request.GET
        text = query.get("q", "") if self.request.path == self.actions["search"] else ""
        return own_frame.put_in(draw(self._own()), token=get_token(self.request), here=here, text=text)

    def _own(self) -> own_frame.OwnFrame:
        named = tuple((str(group.pk), group.name) for group in groups_of(self.request))
        return own_frame.OwnFrame(
            language=get_language(),
            urlconf=self.urlconf,
            side=self.side,
            actions=tuple(self.actions.items()),
            name=str(self.user),
            email=self.user.email,
            initials=initials(str(self.user)),
            theme=self.theme,
            group=self.group and (str(self.group.pk), self.group.name),
            groups=named,
            views=tuple((str(view["id"]), view["name"]) for view in ViewPin.objects.for_side_bar(self.user)),
            view=self.request.GET.get("view", ""),
            unread=Notification.objects.of(self.user).unread().count_capped(),
        )


def initials(name: str) -> str:
    """First letters of the first and the last name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def navigation(request) -> dict:
    """Context processor: `nav`, and whether this is the demonstration."""
    return {"nav": Navigation(request), "demo": settings.DEMO}
