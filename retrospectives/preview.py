"""What a draft of pasted notes looks like before it is stored: rows for a template."""

from functools import cached_property

from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from retrospectives.models import PastedNotes
from retrospectives.reading import Line, Role
from retrospectives.reading.correcting import ACTIONS

REASONS = {
    "aside": _("a comment or a line of marks"),
    "code": _("code"),
    "picture": _("a picture"),
    "markup": _("markup of a page, no words"),
    "table_head": _("the head of a table"),
    "running_text": _("running text, no note"),
    "template": _("only a hint of the template"),
    "nothing_said": _("nothing is said there"),
    "no_notes": _("a heading without notes"),
    "not_a_column": _("stands under a heading that is no column"),
    "nested": _("joined to the point above it"),
    "continued": _("goes on from the line above"),
    "by_hand": _("you decided so"),
    "joined_headings": _("joined with the heading above it"),
}
ROLES = {
    Role.TITLE: _("title"),
    Role.DATE: _("date"),
    Role.TEAM: _("team"),
    Role.PARTICIPANTS: _("who took part"),
    Role.COLUMN: _("column"),
    Role.NOTE: _("note"),
    Role.MORE: _("part of a note"),
    Role.ACTION: _("agreement"),
    Role.DECISION: _("decision"),
    Role.LINK: _("link"),
    Role.LEFT_OUT: _("left out"),
}


WORDS = {
    "text": _("Words of the note"),
    "change": _("Change"),
    "line": _("line"),
    "done": _("done"),
    "drop": _("Leave out"),
    "join": _("Join with the one above"),
    "move": _("Move"),
    "into": _("Into the column"),
    "take": _("Take it"),
}


def options(goals, without: str = "") -> str:
    """The options of a select, made once for all rows that show it."""
    return format_html_join(
        "", '<option value="{}">{}</option>', [(key, title) for key, title in goals if key != without]
    )


class Preview:
    """One draft as it will be stored."""

    def __init__(self, draft: PastedNotes):
        self.draft = draft
        self.reading = draft.reading
        self.url = f"/retrospectives/{draft.retrospective_id}/paste/{draft.pk}/"

    @cached_property
    def columns(self) -> list[dict]:
        """Columns with their notes, and last what becomes agreements."""
        titles = [(column.key, column.title or _("Notes")) for column in self.reading.columns]
        goals = [*titles, (ACTIONS, _("Agreements"))]
        rows = [
            {
                "key": column.key,
                "title": column.title,
                "notes": column.notes,
                "goals": options(goals, column.key),
            }
            for column in self.reading.columns
        ]
        actions = [
            {"key": action.key, "line": action.line, "text": self._said(action), "done": action.done}
            for action in self.reading.actions
        ]
        last = {"title": _("Agreements"), "notes": actions, "fixed": True, "goals": options(goals, ACTIONS)}
        return [*rows, {"key": ACTIONS, **last}]

    @property
    def goals(self) -> str:
        """Where a line can be taken to."""
        return options([(column["key"], column["title"] or _("Notes")) for column in self.columns])

    @staticmethod
    def _said(action) -> str:
        return f"{action.owner}: {action.text}" if action.owner else action.text

    @property
    def note_count(self) -> int:
        return self.reading.note_count

    @property
    def action_count(self) -> int:
        return len(self.reading.actions)

    @cached_property
    def left_out(self) -> list[dict]:
        """Lines that nothing will come of, with the reason; bare marks are not worth a row."""
        return [row for row in self.lines if row["left_out"]]

    @cached_property
    def lines(self) -> list[dict]:
        """Every line that says something: number, text, role and reason in words."""
        return [self._line(line) for line in self.reading.lines if line.role != Role.BLANK]

    @staticmethod
    def _line(line: Line) -> dict:
        return {
            "number": line.number,
            "text": line.text,
            "role": ROLES[line.role],
            "reason": REASONS.get(line.reason, ""),
            "left_out": line.role == Role.LEFT_OUT,
        }
