"""What brought notes become on a board: columns, notes, topics, agreements, people and items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from backlog.models import Item, Kind
from retrospectives.models.agreeing import MOST_AGREEMENTS, Agreement
from retrospectives.models.changing import verb
from retrospectives.models.fingerprints import Sources, fingerprint
from retrospectives.models.formats import KIND_BY_LEANING, Leaning
from retrospectives.models.names import Names
from retrospectives.models.parts import MOST_COLUMNS, Column, Note, Topic
from retrospectives.reading import ReadAction, ReadColumn, Reading, ReadNote

LONGEST_ITEM_TITLE = Item._meta.get_field("title").max_length
MOST_ITEMS = 100


@dataclass(frozen=True)
class Choice:
    """What becomes of a row that is to become an item: filed, tied to `same` one, or skipped."""

    kind: str = ""
    title: str = ""
    same: Item | None = None
    skip: bool = False


def suggested_kind(row, column: ReadColumn | None) -> str:
    """What the person said, else what the column gathers; what somebody will do is an improvement."""
    if row.item in Kind.values:
        return row.item
    return KIND_BY_LEANING[column.leaning if column else Leaning.IDEA]


def suggested_title(text: str) -> str:
    """The first line, as far as it fits."""
    return Truncator(text.partition("\n")[0].strip()).chars(LONGEST_ITEM_TITLE)


class Storing:
    """For `PastedNotes.store`, which holds the draft and asks for the right."""

    @classmethod
    def hold_brought(cls, pasted, reading: Reading, *, by):
        """A retrospective of the text's own day and title, with those of its people who are found."""
        draft = cls(kind=pasted.kind, team=pasted.team, product_group=pasted.group)
        people = Names(draft.candidates()).find_all(reading.participants)
        return cls.hold(
            kind=pasted.kind,
            team=pasted.team,
            product_group=pasted.group,
            people=people,
            by=by,
            title=reading.title[:200],
            date=reading.date or pasted.group.today().isoformat(),
            format="own",
        )

    def known_words(self) -> frozenset[str]:
        """The fingerprints of what was ever brought here, and of what stands on the board now."""
        texts = [*self.notes.values_list("text", flat=True), *self.agreements.values_list("text", flat=True)]
        brought = self.brought_lines.values_list("words", flat=True)
        return frozenset(brought) | {fingerprint(text) for text in texts}

    @verb("paste")
    def take_in(self, reading: Reading, original: Reading, pasted, *, by) -> dict[str, Note]:
        """Put what is new of a reading on the board. Key of each row that became a note → the note.

        Columns are found by their titles, others are added; the empty columns of an empty board
        make room. What the text says will be done becomes agreements, unless it is to become an
        item: then it is a note as well, so that the item has its way back.
        """
        known, sources = self.known_words(), Sources(original)
        fresh = {
            row.key
            for row in reading.rows
            if not all(fingerprint(text) in known for _line, text in sources.of(row))
        }
        columns = _columns_of(reading, fresh)
        notes = self._write_notes(columns, by)
        agreed = [row for row in reading.actions if row.key in fresh and not row.item]
        self._agree_on(agreed)
        self._remember(reading, original, notes, fresh, pasted)
        self._note_people(reading)
        self.joins(by)
        self.change("pasted", by=by, data={"count": len(notes), "agreements": len(agreed)})
        return notes

    def _write_notes(self, columns: list[ReadColumn], by) -> dict[str, Note]:
        places = self._columns_for(columns)
        names = Names(self.candidates()) if any(row.author for col in columns for row in col.notes) else None
        topics = self._topics_for(columns)
        written = {}
        for column in columns:
            rows = [self._as_note(row, names, topics) for row in column.notes]
            stored = self.append_notes(places[column.key], rows)
            written |= dict(zip((row.key for row in column.notes), stored, strict=True))
        return written

    @staticmethod
    def _as_note(row: ReadNote, names, topics: dict[str, Topic]) -> dict:
        author = names.find(row.author) if names and row.author else None
        topic = topics.get(row.group.casefold())
        return {
            "text": row.text,
            "author": author,
            "author_text": "" if author else row.author[:200],
            "topic": topic,
            "brought_votes": 0 if topic else row.votes,
        }

    def _topics_for(self, columns: list[ReadColumn]) -> dict[str, Topic]:
        """Topic by its title, with the votes that were given to its notes."""
        topics = {topic.title.casefold(): topic for topic in self.topics.all()}
        votes: dict[str, int] = {}
        for row in (row for column in columns for row in column.notes if row.group):
            title = row.group.casefold()
            votes[title] = votes.get(title, 0) + row.votes
            if title not in topics:
                topics[title] = Topic.objects.create(retrospective=self, title=row.group[:200])
        for title, count in votes.items():
            topics[title].brought_votes += count
            topics[title].save(update_fields=["brought_votes"])
        return topics

    def _columns_for(self, wanted: list[ReadColumn]) -> dict[str, Column]:
        """Key of a read column → the board's column for its notes."""
        there = {column.title.casefold(): column for column in self.columns.order_by("-position")}
        if wanted and not self.notes.exists():
            titles = {column.title.casefold() for column in wanted}
            self.columns.exclude(pk__in=[there[title].pk for title in titles & there.keys()]).delete()
            there = {title: column for title, column in there.items() if title in titles}
        missing = {
            column.title.casefold(): (column.title, column.leaning)
            for column in wanted
            if column.title.casefold() not in there
        }
        if len(there) + len(missing) > MOST_COLUMNS:
            raise ValidationError(_("A board has at most %(most)s columns.") % {"most": MOST_COLUMNS})
        laid = Column.lay_out(self, list(missing.values()))
        there |= dict(zip(missing, laid, strict=True))
        return {column.key: there[column.title.casefold()] for column in wanted}

    def _agree_on(self, actions: list[ReadAction]) -> None:
        if self.agreements.count() + len(actions) > MOST_AGREEMENTS:
            raise ValidationError(_("That is more than a team can keep."))
        names = Names(self.candidates()) if actions else None
        rows = []
        for action in actions:
            owner = names.find(action.owner)
            rows.append(
                Agreement(
                    retrospective=self,
                    text=action.text,
                    owner=owner,
                    owner_text="" if owner else action.owner[:200],
                    due=action.due or None,
                    done_at=timezone.now() if action.done else None,
                    status_text="" if action.done else action.status[:40],
                )
            )
        Agreement.objects.bulk_create(rows)

    def _remember(self, reading, original, notes: dict[str, Note], fresh: set[str], pasted) -> None:
        """Keep the fingerprint of each line, so that it comes once and its item finds the way back."""
        sources, at = Sources(original), self.brought_lines.model
        rows, told = [], set()
        for row in reading.rows:
            if row.key not in fresh:
                continue
            for line, text in sources.of(row):
                told.add((line, text))
                rows.append((line, text, notes.get(row.key)))
        rows += [(row.line, row.text, None) for row in original.rows if (row.line, row.text) not in told]
        self.brought_lines.bulk_create(
            [
                at(retrospective=self, pasted=pasted, line=line, words=fingerprint(text), day=original.date,
                   note=note)
                for line, text, note in rows
            ]
        )  # fmt: skip

    def _note_people(self, reading: Reading) -> None:
        """Those who took part and are found take part here; other names and the links are kept as told."""
        names = Names(self.candidates())
        self._let_take_part(names.find_all(reading.participants))
        unknown = [name for name in reading.participants if not names.find(name)]
        self.also_present = [*dict.fromkeys([*self.also_present, *unknown])]
        links = {link["url"]: link for link in self.links}
        links |= {link.url: {"url": link.url, "title": link.title} for link in reading.links}
        self.links = list(links.values())
        self.save(update_fields=["also_present", "links"])

    def file_brought(
        self, reading: Reading, notes: dict[str, Note], part: int, choices: Mapping[str, Choice], *, team, by
    ) -> None:
        """Make the items that were chosen among rows that have just become notes."""
        chosen = [row for row in reading.rows if row.item and row.key in notes]
        if len(chosen) > MOST_ITEMS:
            raise ValidationError(_("At most %(most)s items at once; choose fewer.") % {"most": MOST_ITEMS})
        columns = {row.key: column for column in reading.columns for row in column.notes}
        for row in chosen:
            choice = choices.get(f"{part}:{row.key}", Choice())
            note = notes[row.key]
            if choice.same:
                self.tie_item([note], choice.same, team=team, by=by)
            elif not choice.skip:
                self.file_item(
                    [note],
                    team=team,
                    kind=choice.kind or suggested_kind(row, columns.get(row.key)),
                    title=choice.title or suggested_title(row.text),
                    description=description_of(row.text),
                    by=by,
                )


def description_of(text: str) -> str:
    """The words of a note, where its title does not say them all."""
    return "" if suggested_title(text) == text.strip() else text


def _columns_of(reading: Reading, fresh: Iterable[str]) -> list[ReadColumn]:
    """Columns of what becomes notes, with titles: decisions, and actions that are to become items, too."""
    titled = [ReadColumn(col.key, col.title or _("Notes"), col.leaning, col.notes) for col in reading.columns]
    titled.append(ReadColumn("decisions", _("Decisions"), Leaning.OPEN, reading.decisions))
    items = [row for row in reading.actions if row.item]
    titled.append(ReadColumn("actions", _("Actions"), Leaning.IDEA, items))
    found = []
    for column in titled:
        rows = [_note_of(row) for row in column.notes if row.key in fresh]
        if rows:
            found.append(ReadColumn(column.key, column.title[:120], column.leaning, rows))
    return found


def _note_of(row) -> ReadNote:
    if isinstance(row, ReadNote):
        return row
    return ReadNote(row.key, row.line, row.text, author=getattr(row, "owner", ""), lines=row.lines)
