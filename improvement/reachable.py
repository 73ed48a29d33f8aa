"""What the palette finds: actions on what one stands on, pages, groups, views, teams, people and items.

Every entry is one that this person may open now: pages and actions ask the policy table, the
rest starts from what the person may see.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import get_urlconf, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backlog.dossier import Dossier
from backlog.finding import find
from backlog.models import Item, SavedView, State
from backlog.models.wording import words_of
from improvement.navigation import address, rooms
from teams import permissions
from teams.current import groups_of
from teams.models import Team, User

LONGEST = 200
MOST_ITEMS = 6
MOST_OTHERS = 5
FEWEST_LETTERS = 2
ITEM = re.compile(r"/items/([0-9a-f-]{36})/")

HOLD = ("retrospectives.hold_retrospective", "retrospectives.hold_overall")
ACTIONS = (
    ("backlog:item-create", gettext_lazy("Capture an item"), ("backlog.file_item",), "capture"),
    ("backlog:item-propose", gettext_lazy("Propose an item"), ("backlog.propose_item",), ""),
    ("retrospectives:retrospective-hold", gettext_lazy("Hold a retrospective"), HOLD, ""),
    ("retrospectives:notes-bring", gettext_lazy("Bring notes of a retrospective"), HOLD, ""),
    ("reviews:review-plan", gettext_lazy("Plan a review meeting"), ("reviews.prepare_review",), ""),
    ("backlog:item-import", gettext_lazy("Import items"), ("backlog.import_items",), ""),
    (
        "backlog:entry-create",
        gettext_lazy("Add to the Product Backlog"),
        ("backlog.edit_entry",),
        "",
    ),
    ("teams:invite", gettext_lazy("Invite somebody"), ("teams.invite",), ""),
    ("teams:invite-many", gettext_lazy("Invite many people at once"), ("teams.invite",), ""),
    ("teams:product-group-create", gettext_lazy("New product group"), ("teams.configure",), ""),
)
"""URL name, words, permissions of which one is needed somewhere, dialog that its link opens."""
PAGES = (
    ("backlog:triage", gettext_lazy("Triage"), ""),
    ("backlog:triage-one", gettext_lazy("Triage, one at a time"), ""),
    ("backlog:proposals", gettext_lazy("Proposals that wait for consent"), ""),
    ("backlog:learning", gettext_lazy("Learning from local optimizations"), ""),
    ("backlog:item-board", gettext_lazy("Board of items"), ""),
    ("backlog:view-list", gettext_lazy("Views"), ""),
    ("backlog:find", gettext_lazy("Search"), ""),
    ("backlog:improvement-backlog", gettext_lazy("Improvement backlog"), ""),
    ("backlog:action-list", gettext_lazy("Actions"), ""),
    ("backlog:items-alike", gettext_lazy("Was it said before?"), ""),
    ("activity:inbox", gettext_lazy("Inbox"), ""),
    ("teams:invitations", gettext_lazy("Invitations"), "teams.invite"),
    ("teams:profile", gettext_lazy("Profile and language"), ""),
    ("teams:tokens", gettext_lazy("Tokens for programs"), ""),
    ("teams:sessions", gettext_lazy("Where you are signed in"), ""),
)
"""URL name, words, and the permission that is needed, if any."""
SETTINGS = (
    ("teams:product-group-configure", "", gettext_lazy("Settings of %s")),
    ("teams:product-group-configure", "#id_limit_new", gettext_lazy("Limits on the board of %s")),
    ("teams:product-group-teams", "", gettext_lazy("Teams of %s")),
    ("teams:product-group-roles", "", gettext_lazy("Roles in %s")),
    ("backlog:template-list", "", gettext_lazy("Templates of %s")),
)
"""What is configured of a product group: URL name, place on the page, words."""
THEMES = (
    ("", gettext_lazy("Theme: as the device")),
    ("light", gettext_lazy("Theme: light")),
    ("dark", gettext_lazy("Theme: dark")),
)


@dataclass(frozen=True)
class Entry:
    """One thing to go to or to do; `press` selects a button of the page that does it, where it is there."""

    kind: str
    label: str
    url: str = ""
    hint: str = ""
    dialog: str = ""
    press: str = ""


def entries(request: HttpRequest, text: str, here: str) -> list[Entry]:
    """What fits `text`, all of it bounded; without words, what can be done here and where one can go."""
    text = " ".join(text.replace("\x00", "")[:LONGEST].split())
    wanted = [word for word, _written in words_of(text)]
    told = [*_on_item(request.user, here), *_actions(request.user), *_pages(request), *_groups(request)]
    told += _settings(request) if wanted else []
    found = [entry for entry in told if fits(entry.label, wanted)] if wanted or not text else []
    if text:
        items = list(_items(request.user, text))
        found = items + found if text.startswith("#") else found + items
        found += _views(request.user, wanted)
        found += _teams(request.user, wanted) + _people(request.user, text, wanted)
    return found


def fits(label: str, wanted: list[str]) -> bool:
    """Whether each wanted word begins a word of the label."""
    words = [word for word, _written in words_of(label)]
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _on_item(user, here: str) -> Iterator[Entry]:
    """What the person may do now with the item whose page they are on."""
    place = ITEM.match(here)
    try:
        item = Item.objects.visible_to(user).for_page().get(pk=UUID(place[1])) if place else None
    except (ValueError, Item.DoesNotExist):
        return
    if item is None:
        return
    about = Dossier(item, user)
    kind, hint, url = _("On this item"), f"#{item.number}", about.url
    dialog = "item-dialog" if here == url else ""
    for button in (*about.buttons, *about.further):
        yield Entry(kind, button.label, button.url, hint, dialog)
    if about.perspectives.may_answer:
        words = _("Change my answer") if about.perspectives.own else _("Answer the five questions")
        yield Entry(kind, words, f"{url}perspective/", hint, dialog)
    if permissions.may(user, "backlog.comment_item", item):
        yield Entry(kind, _("Comment"), f"{url}#id_comment_text", hint)
    if about.may_add_action:
        yield Entry(kind, _("Add an action"), f"{url}add-action/", hint, dialog)
    if about.may_edit:
        yield Entry(kind, _("Edit"), f"{url}edit/", hint)
    words = _("Unwatch") if about.watching else _("Watch this item")
    yield Entry(kind, words, f"{url}#watching", hint, press="#watching button")


def _actions(user) -> Iterator[Entry]:
    places = user.access.places()
    for name, label, needed, dialog in ACTIONS:
        url = address(name, get_urlconf())
        if url and any(permissions.may(user, one, place) for one in needed for place in places):
            yield Entry(_("Actions"), str(label), url, dialog=dialog)
    for value, label in THEMES:
        press = f'#person-menu [name=theme][value="{value}"]'
        yield Entry(_("Actions"), str(label), press=press)
    yield Entry(_("Actions"), _("Show the keys"), press="[data-open-dialog=keys]")


def _pages(request: HttpRequest) -> Iterator[Entry]:
    for room in rooms(request.user.is_admin, get_urlconf()):
        yield Entry(_("Pages"), str(room["name"]), room["url"], hint=f"g {room['key']}")
    known = {room["url"] for room in rooms(True, get_urlconf())}
    for name, label, needed in PAGES:
        url = address(name, get_urlconf())
        if url and url not in known and (not needed or permissions.may(request.user, needed)):
            yield Entry(_("Pages"), str(label), url)


def _groups(request: HttpRequest) -> Iterator[Entry]:
    items = address("backlog:item-list", get_urlconf())
    for group in groups_of(request):
        yield Entry(_("Pages"), _("Items of %s") % group, f"{items}?product_group={group.pk}")


def _settings(request: HttpRequest) -> Iterator[Entry]:
    """What is configured of each product group. Only for who asks with words: these are many."""
    for group in groups_of(request):
        if permissions.may(request.user, "teams.configure", group):
            for name, place, words in SETTINGS:
                yield Entry(_("Pages"), str(words) % group, reverse(name, args=[group.pk]) + place)


def _items(user, text: str) -> Iterator[Entry]:
    ids = find(user, text, size=MOST_ITEMS).ids
    rows = Item.objects.visible_to(user).with_ids(ids).for_palette()
    by_id = {row["id"]: row for row in rows}
    for row in filter(None, map(by_id.get, ids)):
        label, url = f"#{row['number']} {row['title']}", f"/items/{row['id']}/"
        yield Entry(_("Items"), label, url, str(State(row["state"]).label))


def _views(user, wanted: list[str]) -> list[Entry]:
    rows = SavedView.objects.visible_to(user).for_choice() if wanted else []
    fitting = [(pk, name) for pk, name in rows if fits(name, wanted)][:MOST_OTHERS]
    return [Entry(_("Views"), name, reverse("backlog:view", args=[pk])) for pk, name in fitting]


def _teams(user, wanted: list[str]) -> list[Entry]:
    rows = Team.objects.visible_to(user).active().for_choice() if wanted else []
    fitting = [team for team in rows if fits(team.name, wanted)][:MOST_OTHERS]
    return [Entry(_("Teams"), team.name, f"/teams/{team.pk}/", str(team.product_group)) for team in fitting]


def _people(user, text: str, wanted: list[str]) -> list[Entry]:
    if not wanted or max(map(len, wanted)) < FEWEST_LETTERS:
        return []
    rows = User.objects.visible_to(user).active().named(text).for_list().order_by("name", "id")[:MOST_OTHERS]
    return [Entry(_("People"), person.name, f"/people/{person.pk}/") for person in rows]
