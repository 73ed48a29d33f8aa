"""An agenda as it is shown: what each line is about, why it is there, what became of it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backlog.models import Action, Decision, Flag, Item, Verdict
from backlog.models.flagging import period_of
from backlog.rows import decorate
from reviews.models import Outcome, Part, Review


@dataclass
class Line:
    """One line: `row` holds an item's values as lists show them, and is None for an action or decision.

    `why` is the part's name, `new` the flags that were raised in this period, `facts` what else
    matters, `became` the outcome in words, "" while it is open.
    """

    key: str
    part: str
    why: str
    title: str
    url: str
    outcome: str
    became: str = ""
    row: dict | None = None
    facts: list[str] = field(default_factory=list)
    new: bool = False
    item_id: UUID | None = None
    about: object = None

    @property
    def open(self) -> bool:
        return not self.outcome


def agenda_lines(review: Review, user) -> list[Line]:
    """The agenda as `user`, who may see the meeting, sees it. The same few queries for any length."""
    lines = review.lines()
    ids: dict[str, list[str]] = {"item": [], "action": [], "decision": []}
    for line in lines:
        kind, _dash, pk = line.key.partition("-")
        ids[kind].append(pk)
    found = {
        **{f"item-{row['id']}": row for row in _items(user, ids["item"])},
        **{f"action-{action.pk}": action for action in _actions(user, ids["action"])},
        **{f"decision-{decision.pk}": decision for decision in _decisions(user, ids["decision"])},
    }
    verdicts = dict(
        review.decisions.filter(read_out=False).values_list("decision__item", "decision__verdict")
    )
    new = _newly_flagged(review, ids["item"])
    return [_line(line, found[line.key], verdicts, new) for line in lines if line.key in found]


def _items(user, ids: list) -> list[dict]:
    return decorate(Item.objects.visible_to(user).filter(pk__in=ids).for_list())


def _actions(user, ids: list):
    rows = Action.objects.visible_to(user).filter(pk__in=ids).select_related("owner")
    return rows.only("text", "due", "first_due", "done_at", "item_id", "owner__name")


def _decisions(user, ids: list):
    rows = Decision.objects.visible_to(user).filter(pk__in=ids).select_related("item", "by")
    return rows.only("verdict", "reason", "reply", "at", "item__number", "item__title", "by__name")


def _newly_flagged(review: Review, ids: list) -> set:
    """Items that got a flag in this period which they did not carry in the one before."""
    group = review.product_group
    period = period_of(group)
    flags = Flag.objects.current().filter(item__in=ids, period=period)
    before = Flag.objects.filter(
        item=OuterRef("item"), name=OuterRef("name"), period=period - timedelta(days=group.review_cycle_days)
    )
    return set(flags.filter(~Exists(before)).values_list("item", flat=True))


def _line(line, about, verdicts: dict, new: set) -> Line:
    shown = {
        "key": line.key,
        "part": line.part,
        "why": str(Part(line.part).label),
        "outcome": getattr(line, "outcome", ""),
        "about": about,
    }
    if isinstance(about, Action):
        url = reverse("backlog:item", args=[about.item_id]) if about.item_id else ""
        item_id, facts = about.item_id, _promise(about)
        return Line(title=about.text, url=url, item_id=item_id, facts=facts, **shown, **_became(shown))
    if isinstance(about, Decision):
        url = reverse("backlog:item", args=[about.item_id])
        title = f"#{about.item.number} {about.item.title}"
        facts = [about.get_verdict_display(), str(about.by), date_format(about.at, "SHORT_DATE_FORMAT")]
        return Line(title=title, url=url, facts=facts, item_id=about.item_id, **shown, **_became(shown))
    return Line(
        title=about["title"],
        url=about["url"],
        row=about,
        item_id=about["id"],
        new=about["id"] in new,
        **shown,
        **_became(shown, verdicts.get(about["id"])),
    )


def _promise(action: Action) -> list[str]:
    facts = [action.owner.name, _was_due(action.due)]
    if action.first_due != action.due:
        facts.append(_("first promised for %(day)s") % {"day": date_format(action.first_due)})
    return facts


def _was_due(day: date) -> str:
    return _("was due on %(day)s") % {"day": date_format(day)}


def _became(shown: dict, verdict: str | None = None) -> dict:
    if verdict:
        return {"became": str(Verdict(verdict).label)}
    return {"became": str(Outcome(shown["outcome"]).label) if shown["outcome"] else ""}
