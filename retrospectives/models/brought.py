"""Which lines came to which board: what makes the same line come once, and an item find its line."""

from django.db import models
from django.db.models import Count, Subquery


class BroughtLineQuerySet(models.QuerySet):
    def likely_boards(self, words) -> list:
        """Ids of the retrospectives to which the most of these words came."""
        rows = self.filter(words__in=words).values("retrospective").order_by()
        counted = rows.annotate(count=Count("words", distinct=True)).order_by("-count", "-retrospective")
        return [row["retrospective"] for row in counted[:5]]


class BroughtLine(models.Model):
    """A line that was stored on a board, by its fingerprint: what makes the same line come once.

    It stays when its note is edited, moved or removed. `day` is the date that the text told.
    """

    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", on_delete=models.CASCADE, related_name="brought_lines"
    )
    pasted = models.ForeignKey("retrospectives.PastedNotes", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=32)
    line = models.PositiveIntegerField()
    day = models.CharField(max_length=10, blank=True)
    note = models.ForeignKey(
        "retrospectives.Note", null=True, on_delete=models.SET_NULL, related_name="brought_lines"
    )

    objects = BroughtLineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["retrospective", "words"], name="brought_line_on_board"),
            models.Index(fields=["words"], name="brought_line_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.pasted_id}:{self.line}"


def first_line(note) -> Subquery:
    """Of the note of an outer query: the first line of the text that it came from; null without one."""
    return Subquery(BroughtLine.objects.filter(note=note).order_by("line", "id").values("line")[:1])
