"""From tokens to a `Reading`: what stands under a column becomes its notes."""

import re

from retrospectives.reading import about
from retrospectives.reading.authors import signed, voted
from retrospectives.reading.building import Builder
from retrospectives.reading.cleaning import clean
from retrospectives.reading.headings import (
    HOLDING,
    PLAIN,
    Section,
    find_labels,
    find_outline,
    find_plain_headings,
    have_columns,
    sections_of,
)
from retrospectives.reading.heads import head_of
from retrospectives.reading.progress import Progress
from retrospectives.reading.structure import ReadAction, ReadColumn, Reading, ReadNote, Reason, Role, Row
from retrospectives.reading.tables import Table
from retrospectives.reading.tasks import task_of
from retrospectives.reading.tokens import Token
from retrospectives.reading.words import is_template, kind_of, says_nothing

_MARKED = re.compile(
    r"^\W{0,4}(?:(action(?: item| point)?s?|to-?do|åtgärd(?:er)?|maßnahmen?|aktion|acción|ação|tâche|tarea"
    r"|tarefa)"
    r"|(decision|decided|beslut|entscheidung|beschluss|décision|decisión|decisão))\b\W{0,4}[:\]]\W{0,4}(\S.*)$",
    re.IGNORECASE,
)
LONGEST_LIST = 200  # signs of names
MOST_RUNNING = 3  # paragraphs between points that make them notes too


def read_tokens(tokens: list[Token], lines: list[tuple[int, str]], progress: Progress) -> Reading:
    """One retrospective, of its tokens and its numbered lines. Raises `Unreadable` where it is too much."""
    find_plain_headings(tokens)
    if not have_columns(tokens):
        find_outline(tokens)
        if not have_columns(tokens):
            find_labels(tokens)
    builder = Builder(lines, progress=progress)
    for token in tokens:
        builder.say(token.number, " | ".join(token.cells) or token.text)
        if token.reason:
            builder.mark(token.number, Role.LEFT_OUT, token.reason)
    sections = sections_of(tokens)
    builder.days.since = about.day_of(builder.days, tokens)
    begun, alone = False, not any(section.kind in HOLDING for section, _held in sections)
    for section, held in sections:
        begun = begun or section.kind in HOLDING
        _Section(builder, section, held, begun, alone).read()
    about.find_title_and_day(builder, tokens)
    return builder.reading


def _is_board(token: Token) -> bool:
    """Whether it is the head of a table whose columns are those of a board."""
    return token.reason == Reason.TABLE_HEAD and token.kind == "row" and len(head_of(token.cells).columns) > 1


class _Section:
    """Reads one section into the reading. `begun`: a column stands here or above; `alone`: nowhere."""

    def __init__(self, builder: Builder, section: Section, tokens: list[Token], begun: bool, alone: bool):
        self.builder, self.section, self.tokens = builder, section, tokens
        self.begun, self.alone = begun, alone
        self.last: Row | None = None
        self.columns: dict[str, ReadColumn] = {}
        self.parents: list[tuple[Token, Row | None]] = []  # the points above, each further in
        self.after_blank = False
        self.broken = False  # running text stands between the last row and this line
        self.table: Table | None = None

    def read(self) -> None:
        self.points = sum(token.kind in {"point", "row"} for token in self.tokens)
        self.runs = bool(self.points) and not self.points < self._paragraphs() >= MOST_RUNNING
        holds = self.section.kind in HOLDING or (bool(self.points) and self._opens())
        for token in self.tokens:
            if holds:
                self._take(token)
            else:
                self._stand_beside(token)
            self.after_blank = token.kind == "blank"
            self.builder.progress.add()
        self._mark_heading()

    def _paragraphs(self) -> int:
        return sum(
            token.kind == "prose"
            and token.indent < 2
            and (not place or self.tokens[place - 1].kind in {"blank", "aside"})
            for place, token in enumerate(self.tokens)
        )

    def _opens(self) -> bool:
        """Whether its points are notes though its heading tells no column."""
        if not self.section.token or (self.section.kind in {"title", "date"} and self.alone):
            return True
        return any(_is_board(token) for token in self.tokens)

    def _take(self, token: Token) -> None:
        self.broken = self.broken and token.kind == "prose"
        if not self.begun and self._tells_about(token):
            return
        if token.kind == "point":
            self._point(token)
        elif token.kind == "row":
            self._row(token)
        elif token.kind == "prose":
            self._prose(token)
        elif token.kind == "aside":
            self._aside(token)

    def _stand_beside(self, token: Token) -> None:
        """A line under a heading that is no column, or above all of them."""
        if token.kind in {"blank", "aside"} or self._tells_about(token):
            return
        people = self.section.kind == "people" and len(token.text) < LONGEST_LIST
        if people and (names := about.names_in(token.text)):
            self.builder.add_people(names)
            self.builder.mark(token.number, Role.PARTICIPANTS)
        elif not self._holds_links(token) or not about.take_links(self.builder, token.number, token.raw):
            beside = self.section.token and self.section.kind in {"side", "people", "links"}
            self._leave(token, Reason.NOT_A_COLUMN if beside else Reason.RUNNING_TEXT)

    def _holds_links(self, token: Token) -> bool:
        """Whether addresses in the line are worth keeping: of a list of links, or of the head of the text."""
        heads = not self.begun and self.section.kind in {"", "title", "date"}
        return self.section.kind == "links" or (heads and token.kind == "point")

    def _tells_about(self, token: Token) -> bool:
        if self.begun and self.section.kind in HOLDING:
            return False
        if token.kind == "row" and len(token.cells) == 2:
            field, value = about.field_named(clean(token.cells[0])), token.cells[1]
        else:
            field, value = about.pair_of(token.text) if token.kind in {"prose", "point"} else ("", "")
        return bool(field) and about.tell(self.builder, token.number, field, value)

    def _leave(self, token: Token, reason: str) -> None:
        if token.kind != "blank":
            self.builder.mark(token.number, Role.LEFT_OUT, token.reason or reason)

    def _mark_heading(self) -> None:
        heading, kind = self.section.token, self.section.kind
        if not heading:
            return
        self.builder.progress.add()
        held = self.last is not None or self.columns
        if kind == "date":
            self.builder.mark(heading.number, Role.DATE)
        elif kind in {"side", "links", "people"}:
            self.builder.mark(heading.number, Role.LEFT_OUT, Reason.NOT_A_COLUMN)
        elif kind == "title" or not held:
            self.builder.mark(heading.number, Role.LEFT_OUT, Reason.NO_NOTES)
        else:
            self.builder.mark(
                heading.number, Role.COLUMN, Reason.JOINED_HEADINGS if self.section.joined else Reason.NONE
            )

    def _point(self, token: Token) -> None:
        while self.parents and self.parents[-1][0].indent >= token.indent:
            self.parents.pop()
        above = self.parents[-1][1] if self.parents else None
        marked = _MARKED.match(token.text)
        self.last = above
        if self._says_nothing(token):
            self.parents.append((token, above))
        elif marked and not (self.section.kind == "action" and above):
            raw = _MARKED.match(token.raw)
            make = self._action if marked[1] else self._decision
            make(token, raw[3].strip("* ") if raw else marked[3])
            if isinstance(self.last, ReadAction) and isinstance(above, ReadNote):
                self.last.under = above.key
            self.parents.append((token, self.last))
        elif above and self.builder.more(above, [token.number], self._nested(token), Reason.NESTED):
            self.parents.append((token, above))
        else:
            self._row_of(token)
            self.parents.append((token, self.last))

    def _nested(self, token: Token) -> str:
        return f"{'  ' * (len(self.parents) - 1)}{token.mark or '*'} {token.text}"

    def _says_nothing(self, token: Token) -> bool:
        words = signed(token.text)[2]
        if says_nothing(words) or (words != token.text and says_nothing(token.text)):
            self._leave(token, Reason.NOTHING_SAID)
        elif is_template(token.raw) and is_template(token.text):
            self._leave(token, Reason.TEMPLATE)
        else:
            return False
        return True

    def _row_of(self, token: Token) -> None:
        """The line begins a row of the kind that stands under this heading."""
        if token.label:
            kind, leaning = kind_of(token.label)
            if kind == "column":
                self._note(token, token.text, token.label, leaning)
            else:
                self._decision(token, token.text)
        elif self.section.kind == "action":
            self._action(token, token.raw)
        elif self.section.kind == "decision":
            self._decision(token, token.text)
        else:
            self._note(token, token.text)

    def _note(self, token: Token, text: str, title: str = "", leaning: str = "") -> None:
        if text.startswith("~~") and text.endswith("~~"):
            text = text.strip("~ ") or text
        opening, author, words = ("", token.author, text) if token.author else signed(text)
        words, votes = voted(words)
        self.last = self.builder.note(
            self._column(title, leaning),
            str(token.number),
            [token.number],
            words,
            author=author,
            votes=votes,
            opening=opening,
        )

    def _column(self, title: str, leaning: str) -> ReadColumn:
        untold = self.section.kind in {"title", "date"}
        title = title or ("" if untold else self.section.title)
        if title.casefold() not in self.columns:
            above = self.builder.reading.lines[0].number - 1
            number = self.section.token.number if self.section.token else above
            key = f"{number}" if not self.columns else f"{number}.{len(self.columns)}"
            leaning = leaning or self.section.leaning
            self.columns[title.casefold()] = self.builder.column(key, title, leaning)
        return self.columns[title.casefold()]

    def _action(self, token: Token, raw: str) -> None:
        task = task_of(raw, clean, days=self.builder.days, people=self.builder.people)
        done = token.done if token.done is not None else task.done
        if not says_nothing(task.text):
            self.last = self.builder.action(
                str(token.number),
                [token.number],
                task.text,
                owner=task.owner,
                due=task.due,
                status=task.status,
                done=done,
            )
        else:
            self._leave(token, Reason.NOTHING_SAID)

    def _decision(self, token: Token, text: str) -> None:
        self.last = self.builder.decision(str(token.number), [token.number], clean(text))

    def _row(self, token: Token) -> None:
        if token.reason == Reason.TABLE_HEAD:
            self.table = Table(token.cells, self.builder, self._column, self.section.kind)
        elif self.table is None or not self.table.read(token.number, token.cells):
            self._leave(token, Reason.NOTHING_SAID)
        self.last = self.table.last if self.table else None
        self.parents = []

    def _prose(self, token: Token) -> None:
        """A line without a mark: it goes on from the row above, or is one, or running text."""
        inside = token.indent > 1 and self.last is not None
        follows = inside or (self.last is not None and not self.after_blank and not self.broken)
        if self._says_nothing(token):
            return
        if self.points and self.runs:
            joint = "\n" if self.after_blank else " "
            if not follows or not self.builder.more(
                self.last, [token.number], token.text, Reason.CONTINUED, joint
            ):
                self._leave(token, Reason.RUNNING_TEXT)
                self.broken = True
        elif self.section.kind not in HOLDING:
            self._leave(token, Reason.RUNNING_TEXT)
        elif follows and (inside or (not self.after_blank and self._is_marked())):
            if not self.builder.more(self.last, [token.number], token.text, Reason.CONTINUED, " "):
                self._row_of(token)
        else:
            self.parents = []
            self._row_of(token)

    def _is_marked(self) -> bool:
        """Whether the heading has a mark: then lines run on; in plain text each is its own note."""
        return bool(self.section.token and self.section.token.level < PLAIN)

    def _aside(self, token: Token) -> None:
        inside = token.reason == Reason.CODE and token.indent > 1 and self.last is not None
        if not inside or not self.builder.more(self.last, [token.number], token.text, Reason.CONTINUED):
            self._leave(token, Reason.ASIDE)
