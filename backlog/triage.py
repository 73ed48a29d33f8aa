"""The triage inbox, the proposals, and the learning of one product group, as one person sees them."""

from datetime import timedelta

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import ngettext

from activity.keyset import Order, Page, read_page
from backlog.dossier import Dossier
from backlog.filters import SORTS
from backlog.likeness import Likeness, alike
from backlog.models import UNDONE, Consent, Finding, Item, Sweep, Tie
from backlog.rows import decorate, first_move
from teams import permissions
from teams.models import Team

ORDER = SORTS["-silent"]
BY_LAPSE = Order.by("state_since", "id")
BY_LEARNING = Order.by("-state_since", "-id")
AROUND = 9
MOST_COUNTED = 99


class Inbox:
    """What is to be discussed and filtered, the longest silence first, without what `user` laid aside.

    With `aside`, only what they laid aside.
    """

    def __init__(self, user, group, *, aside: bool = False):
        self.user = user
        self.group = group
        self.aside = aside
        self.today = group.today()

    @cached_property
    def items(self):
        rows = Item.objects.visible_in(self.user, [self.group.pk]).to_discuss(self.group)
        if self.aside:
            return rows.snoozed_by(self.user, self.today)
        return rows.not_snoozed_by(self.user, self.today)

    def page(self, cursor: str) -> Page:
        """Raises `ValidationError` for a cursor that was not given out here."""
        page = read_page(self.items.for_list(), ORDER, cursor=cursor)
        decorate(page.rows)
        return page

    @cached_property
    def count(self) -> str:
        return counted(self.items)

    @cached_property
    def has_aside(self) -> bool:
        return Inbox(self.user, self.group, aside=True).items.exists()

    @property
    def may_sweep(self) -> bool:
        return permissions.may(self.user, "backlog.snooze_item", self.group)

    @property
    def may_assess(self) -> bool:
        return permissions.may(self.user, "backlog.assess_item", self.group)

    @cached_property
    def undoable(self) -> Sweep | None:
        return Sweep.objects.last_undoable(self.user, self.group, timezone.now())

    @property
    def undoable_words(self) -> str:
        return said(self.undoable) if self.undoable else ""


class OneByOne:
    """One item of the inbox on the table: itself, what stands before it, and what comes after.

    Where `wanted` (an id) is no longer in the inbox, the one that would have followed it.
    """

    def __init__(self, inbox: Inbox, wanted=None):
        self.inbox = inbox
        place = self._place(wanted)
        rows = inbox.items.for_list()
        found = list(
            ORDER.sort(rows if place is None else ORDER.beyond(rows, place, included=True))[: AROUND + 1]
        )
        if not found and place is not None:
            found = list(ORDER.sort(rows)[: AROUND + 1])
        self.rows = decorate(found)
        self.row = self.rows[0] if self.rows else None

    def _place(self, wanted):
        if wanted is None:
            return None
        seen = Item.objects.visible_in(self.inbox.user, [self.inbox.group.pk]).with_id(wanted)
        return seen.values_list("silent_since", "id").first()

    @property
    def next(self) -> dict | None:
        return self.rows[1] if len(self.rows) > 1 else None

    @cached_property
    def previous(self) -> dict | None:
        if not self.row:
            return None
        keys = [self.row["silent_since"], self.row["id"]]
        rows = ORDER.beyond(self.inbox.items.values("id", "silent_since"), keys, backward=True)
        return ORDER.sort(rows, backward=True).first()

    @cached_property
    def item(self) -> Item:
        return Item.objects.for_page().get(pk=self.row["id"])

    @cached_property
    def about(self) -> Dossier:
        return Dossier(self.item, self.inbox.user)

    @cached_property
    def alike(self) -> list[Likeness]:
        """What may be the same matter, each with the reason."""
        return alike(
            self.item.title,
            self.item.description,
            product_group=self.inbox.group,
            user=self.inbox.user,
            besides=self.item.pk,
        )

    @property
    def twins(self) -> list[tuple[Likeness, bool]]:
        """The same, each with whether the item can be merged into it now."""
        may_merge = self.item.may("merge", self.inbox.user)
        return [(like, may_merge and like.state in UNDONE) for like in self.alike]


class Proposals:
    """What somebody outside the teams proposed, the next to lapse first, with the answers so far.

    With `waiting`, only what one of the person's teams has not answered.
    """

    def __init__(self, user, group, *, waiting: bool):
        self.user = user
        self.group = group
        self.teams = user.access.teams_in(group.pk)
        if self.teams:
            mine = Team.objects.with_member(user).in_group(group)
            self.teams = list(mine.values_list("pk", flat=True))
        self.waiting = waiting and bool(self.teams)

    @cached_property
    def items(self):
        rows = Item.objects.visible_in(self.user, [self.group.pk]).proposed_in(self.group)
        return rows.awaiting(self.teams) if self.waiting else rows

    def page(self, cursor: str) -> Page:
        page = read_page(self.items.for_proposals(), BY_LAPSE, cursor=cursor)
        decorate(page.rows)
        answers: dict = {}
        for consent in Consent.objects.filter(item__in=[row["id"] for row in page.rows]).select_related(
            "team"
        ):
            answers.setdefault(consent.item_id, []).append(consent)
        for row in page.rows:
            since = row["state_since"].astimezone(self.group.zone).date()
            row["lapses_on"] = since + timedelta(days=self.group.proposal_days)
            row["answers"] = answers.get(row["id"], [])
            row["step"] = self._step(row)
        return page

    def _step(self, row: dict):
        """The answer that one of the person's teams still owes."""
        answered = {consent.team_id for consent in row["answers"]}
        owed = any(team not in answered for team in self.teams)
        return first_move(row, self.user, "consent") if owed else None


class Learnings:
    """Local optimizations of the group, kept for what they teach, the newest first."""

    def __init__(self, user, group):
        self.user = user
        self.group = group

    def page(self, cursor: str) -> Page:
        rows = Item.objects.visible_in(self.user, [self.group.pk]).learnings_of(self.group)
        page = read_page(rows.for_learnings(), BY_LEARNING, cursor=cursor)
        decorate(page.rows)
        tests: dict = {}
        ids = [row["id"] for row in page.rows]
        seen = Item.objects.visible_to(self.user)
        ties = Tie.objects.filter(to__in=ids, kind=Tie.Kind.TESTS, item__in=seen)
        for tie in ties.values("to_id", "item_id", "item__number"):
            tests.setdefault(tie["to_id"], []).append(tie)
        for row in page.rows:
            row["finding_words"] = str(dict(Finding.choices).get(row["finding"], ""))
            row["tests"] = tests.get(row["id"], [])
            row["step"] = first_move(row, self.user, "learn")
            row["may_suggest"] = row["finding"] == Finding.ASSUMPTION and permissions.may(
                self.user, "backlog.test_item", self.group
            )
        return page


def counted(rows) -> str:
    """How many, in at most three signs; "" for none. Never counts further."""
    found = rows.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if found > MOST_COUNTED else str(found or "")


def waiting_count(user, group) -> str:
    """How many proposals wait for an answer of the person's teams."""
    proposals = Proposals(user, group, waiting=True)
    return counted(proposals.items) if proposals.waiting else ""


def said(sweep: Sweep) -> str:
    """What was done, in a sentence."""
    count = len(sweep.done)
    match sweep.what:
        case Sweep.What.ASSESS:
            words = ngettext("%d item is assessed.", "%d items are assessed.", count)
        case Sweep.What.MERGE:
            words = ngettext("%d item is merged.", "%d items are merged.", count)
        case Sweep.What.ASK:
            words = ngettext("The team of %d item is asked.", "The teams of %d items are asked.", count)
        case Sweep.What.SNOOZE:
            words = ngettext("%d item is laid aside.", "%d items are laid aside.", count)
        case _:
            words = ngettext("%d item is back in the inbox.", "%d items are back in the inbox.", count)
    return words % count
