"""The minutes of a review meeting, as a document in Markdown, in the language of who ends it."""

import re

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.models.life import Outcome

MOST_ROWS = 15
SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


def write_minutes(review, *, remarks: str = "") -> str:
    """Everything of the meeting that lasts: who was there, verdicts, promises, what was left."""
    parts = [
        _heading(review),
        _attendance(review),
        _part(_("Decided"), [_decision(tie.decision) for tie in _decisions(review, read_out=False)]),
        _part(_("Promised"), [_action(tie.action) for tie in review.actions.select_related("action__owner")]),
        _part(_("Read out"), [_decision(tie.decision) for tie in _decisions(review, read_out=True)]),
        *_lines_by_outcome(review),
        _part(_("Remarks"), [_quoted(remarks)] if remarks else []),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(review) -> str:
    zone = review.product_group.zone
    begin, end = review.started_at.astimezone(zone), review.ended_at.astimezone(zone)
    times = f"{date_format(begin)}, {begin:%H:%M}–{end:%H:%M}"
    title = _("Review meeting of %(group)s") % {"group": plain(review.product_group.name)}
    lines = [f"# {title}", times]
    if review.place:
        lines.append(plain(review.place))
    return "\n\n".join(lines)


def _attendance(review) -> str:
    rows = list(review.attendances.select_related("person").order_by("person__name", "person"))
    present = [plain(row.person.name) for row in rows if row.present]
    absent = [plain(row.person.name) for row in rows if not row.present]
    lines = [f"**{_('Present')}:** {', '.join(present) or _('nobody')}"]
    if absent:
        lines.append(f"**{_('Absent')}:** {', '.join(absent)}")
    if review.facilitator:
        lines.append(f"**{_('Led by')}:** {plain(review.facilitator.name)}")
    return "\n\n".join(lines)


def _decisions(review, *, read_out: bool):
    return review.decisions.filter(read_out=read_out).select_related(
        "decision__item", "decision__owner", "decision__to_group", "decision__by"
    )


def _decision(decision) -> str:
    facts = [decision.get_verdict_display()]
    if decision.owner:
        facts.append(plain(decision.owner.name))
    if decision.due:
        facts.append(_("by %(day)s") % {"day": date_format(decision.due)})
    if decision.wake:
        facts.append(_("comes back on %(day)s") % {"day": date_format(decision.wake)})
    if decision.to_group:
        facts.append(plain(decision.to_group.name))
    lines = [f"### {_item(decision.item)}", f"**{', '.join(facts)}**"]
    lines.append(_quoted(decision.reason))
    if decision.reply != decision.reason:
        lines += [_("Reply to the team:"), _quoted(decision.reply)]
    return "\n\n".join(lines)


def _action(action) -> str:
    due = _("by %(day)s") % {"day": date_format(action.due)}
    return f"- {plain(action.text)}: {plain(action.owner.name)}, {due}"


def _lines_by_outcome(review) -> list[str]:
    headings = {
        Outcome.HEARD: _("Gone through"),
        Outcome.POSTPONED: _("Postponed"),
        Outcome.OPEN: _("Not reached"),
    }
    found: dict = {outcome: [] for outcome in headings}
    for entry in review.entries.standing().for_minutes().in_order():
        if entry.outcome in found and not (entry.decision_id and entry.outcome == Outcome.HEARD):
            found[entry.outcome].append(f"- {_about(entry)}")
    return [_part(headings[outcome], _first(rows)) for outcome, rows in found.items()]


def _first(rows: list[str]) -> list[str]:
    """The rows as one block, the first ones of many."""
    more = len(rows) - MOST_ROWS
    if more > 1:
        rest = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
        rows = [*rows[:MOST_ROWS], f"- {rest}"]
    return ["\n".join(rows)] if rows else []


def _about(entry) -> str:
    if entry.action:
        return plain(f"{entry.action.text} ({entry.action.owner.name})")
    return _item(entry.item or entry.decision.item)


def _item(item) -> str:
    return plain(f"#{item.number} {item.title}")


def _part(heading: str, blocks: list[str]) -> str:
    return "\n\n".join([f"## {heading}", *blocks]) if blocks else ""


def _quoted(text: str) -> str:
    """People's own words, line by line, never read as Markdown."""
    return "\n".join(f"> {plain(line)}".rstrip() + "  " for line in text.splitlines())


def plain(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
