"""Readings of retrospectives. Each starts from what a person may see."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from retrospectives.models.agreeing import Agreement
from retrospectives.models.brought import BroughtLine
from retrospectives.models.filing import NoteItem
from retrospectives.models.life import Kind, State
from retrospectives.models.parts import Note, Participant


class RetrospectiveQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RetrospectiveQuerySet":
        """Those of one's teams, those one takes part in beyond a team, those one is a guest of now.

        Being manager, sponsor or administrator opens none.
        """
        if not user.is_authenticated:
            return self.none()
        taking_part = Participant.objects.filter(retrospective=OuterRef("pk"), user=user.pk)
        beyond = ~Q(kind=Kind.TEAM) & Exists(taking_part.filter(guest=False))
        beyond |= Q(state=State.OPEN) & Exists(taking_part.filter(guest=True))
        teams = list(user.access.team_roles)
        if not teams:  # led by the few in which they take part, not by all there are
            own = Participant.objects.filter(user=user.pk).values_list("retrospective", flat=True)
            return self.filter(beyond, pk__in=list(own))
        return self.filter(Q(kind=Kind.TEAM, team__in=teams) | beyond)

    def before(self, retrospective) -> "RetrospectiveQuerySet":
        """Earlier ones of the same team, or of the same kind in the same group; newest first."""
        line = (
            {"team": retrospective.team_id}
            if retrospective.team_id
            else {"product_group": retrospective.product_group_id, "kind": retrospective.kind}
        )
        earlier = Q(date__lt=retrospective.date) | Q(date=retrospective.date, id__lt=retrospective.pk)
        return self.filter(earlier, **line).newest_first()

    def told(self, ids, columns: dict[str, str]) -> list[dict]:
        """These, in the order in which they happened, as dicts: name → value of its column."""
        rows = self.filter(pk__in=ids).order_by("date", "id").values(*set(columns.values()))
        return [{name: row[column] for name, column in columns.items()} for row in rows]

    def twins_of(self, pasted, words, day: str) -> list:
        """Those of the place of brought notes that may be the same one: by its words, or by its day."""
        place = (
            {"team": pasted.team}
            if pasted.kind == Kind.TEAM
            else {"kind": pasted.kind, "product_group": pasted.product_group}
        )
        brought = BroughtLine.objects.filter(**{f"retrospective__{key}": row for key, row in place.items()})
        likely = self.filter(pk__in=brought.likely_boards(words), **place)
        if not day:
            return list(likely)
        told = Exists(BroughtLine.objects.filter(retrospective=OuterRef("pk"), day=day))
        same_day = self.filter(date=day, **place).newest_first()[:20]
        return list(dict.fromkeys([*likely.filter(Q(date=day) | told), *same_day]))

    def for_page(self) -> "RetrospectiveQuerySet":
        """With what a page names beside it."""
        return self.select_related("team", "product_group", "facilitator")

    def newest_first(self) -> "RetrospectiveQuerySet":
        return self.order_by("-date", "-id")

    def for_list(self) -> "RetrospectiveQuerySet":
        """Rows as dicts with what a list shows; no words of notes are read."""
        return self.values(
            "id", "kind", "title", "date", "state", "team_id", "product_group_id", "version",
            team_name=F("team__name"), product_group_name=F("product_group__name"),
        )  # fmt: skip

    def counts_of(self, ids) -> dict:
        """Id → `note_count`, `item_count` and `open_agreement_count`, for the rows of one page."""
        rows = self.filter(pk__in=ids).values(
            "id",
            note_count=_count(Note.objects.filter(removed_at=None)),
            item_count=_count(NoteItem.objects.all(), of="item"),
            open_agreement_count=_count(Agreement.objects.open()),
        )
        return {row["id"]: row for row in rows}


def _count(rows, of: str = "pk"):
    """How many of `rows` belong to the retrospective of the outer query; 0 for none."""
    counted = (
        rows.filter(retrospective=OuterRef("pk"))
        .order_by()
        .values("retrospective")
        .annotate(number=Count(of, distinct=of != "pk"))
    )
    return Coalesce(Subquery(counted.values("number")), 0)
