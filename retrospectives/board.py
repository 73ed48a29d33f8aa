"""The board as its page, its fragment and the interface for programs show it.

Everything is read in the same few queries, whatever lies on the board, and handed on as plain
dicts that a template can draw without asking anything.
"""

from functools import cached_property

from django.db.models import F, Sum

from retrospectives.models import Agreement, Note, NoteItem, Retrospective


class Board:
    """One retrospective's board as `user` sees it. `url` is the board's address."""

    def __init__(self, retrospective: Retrospective, user):
        self.retrospective = retrospective
        self.user = user
        self.url = f"/retrospectives/{retrospective.pk}/"

    @cached_property
    def stamp(self) -> str:
        """Changes whenever the board does, or an item that came from it."""
        items = NoteItem.objects.filter(retrospective=self.retrospective)
        total = items.aggregate(total=Sum("item__version"))["total"] or 0
        return f"{self.retrospective.version}.{total}"

    @cached_property
    def may_write(self) -> bool:
        return self.retrospective.may("note", self.user)

    @cached_property
    def may_edit(self) -> bool:
        return self.retrospective.may("edit", self.user)

    @cached_property
    def may_file(self) -> bool:
        return self.retrospective.may("file_item", self.user)

    @cached_property
    def may_reopen(self) -> bool:
        return self.retrospective.may("reopen", self.user)

    @cached_property
    def participants(self) -> list[dict]:
        people = self.retrospective.participants.order_by("user__name", "id")
        return list(people.values("user_id", "guest", name=F("user__name"), team_name=F("team__name")))

    @cached_property
    def _items(self) -> dict:
        """Note id → the items that came from it."""
        found: dict = {}
        for row in NoteItem.objects.filter(retrospective=self.retrospective).for_board():
            found.setdefault(row["note_id"], []).append(row)
        return found

    @cached_property
    def _votes(self) -> tuple[dict, set]:
        """How many votes each topic and note has, and for which of them this person voted."""
        counts: dict = {}
        own = set()
        for voter, topic, note in self.retrospective.votes.values_list("user", "topic", "note"):
            target = topic or note
            counts[target] = counts.get(target, 0) + 1
            if voter == self.user.pk:
                own.add(target)
        return counts, own

    @property
    def votes_left(self) -> int:
        return self.retrospective.votes_each - len(self._votes[1])

    @cached_property
    def topics(self) -> list[dict]:
        """Topics with their notes, the most wanted first."""
        counts, own = self._votes
        rows = list(self.retrospective.topics.order_by("id").values("id", "title", "brought_votes"))
        for row in rows:
            votes = counts.get(row["id"], 0) + row["brought_votes"]
            row |= {"votes": votes, "voted": row["id"] in own}
            row["notes"] = [note for note in self.notes if note["topic_id"] == row["id"]]
        return sorted(rows, key=lambda row: -row["votes"])

    @cached_property
    def _topic_titles(self) -> dict:
        return dict(self.retrospective.topics.values_list("id", "title"))

    @cached_property
    def notes(self) -> list[dict]:
        """Every note in the order of its column, with votes and what became of it."""
        counts, own = self._votes
        titles = self._topic_titles
        rows = list(Note.objects.filter(retrospective=self.retrospective).for_board())
        for row in rows:
            row |= {
                "votes": counts.get(row["id"], 0) + row["brought_votes"],
                "voted": row["id"] in own,
                "topic": titles.get(row["topic_id"]),
                "items": self._items.get(row["id"], ()),
            }
        return rows

    @cached_property
    def columns(self) -> list[dict]:
        """Columns from left to right, each with its notes."""
        rows = list(self.retrospective.columns.order_by("position", "id").values("id", "title", "leaning"))
        by_column: dict = {row["id"]: [] for row in rows}
        for note in self.notes:
            by_column[note["column_id"]].append(note)
        for row in rows:
            row["notes"] = by_column[row["id"]]
        return rows

    @cached_property
    def agreements(self) -> list[dict]:
        return list(Agreement.objects.filter(retrospective=self.retrospective).for_board())

    @cached_property
    def previous(self) -> Retrospective | None:
        """The one before it in the same line, if this person may see it."""
        return Retrospective.objects.visible_to(self.user).before(self.retrospective).first()

    @cached_property
    def promises(self) -> list[dict]:
        """Last time's agreements, and those of earlier times that are still open; oldest first."""
        if not self.previous:
            return []
        earlier = Retrospective.objects.visible_to(self.user).before(self.retrospective)
        return list(Agreement.objects.promised_by(earlier, last=self.previous).for_board())

    @cached_property
    def previous_items(self) -> list[dict]:
        """What became of the items that were filed last time."""
        if not self.previous:
            return []
        rows = NoteItem.objects.filter(retrospective=self.previous).for_board()
        return list({row["item_id"]: row for row in rows}.values())
