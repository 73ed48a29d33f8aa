"""A retrospective with a few notes, made by its real verbs."""

from datetime import date

from django.urls import reverse

from retrospectives.models import Kind, Retrospective

DAY = date(2026, 5, 3)


def hold(cast, **fields) -> Retrospective:
    """A retrospective of team red."""
    fields = {"team": cast.red, "by": cast.member, "date": DAY, "people": [cast.facilitator], **fields}
    return Retrospective.hold(**fields)


def hold_overall(cast, **fields) -> Retrospective:
    """An overall retrospective of members of red and blue, and the manager who was asked to come."""
    people = [cast.member, cast.blue_member, cast.manager]
    fields = {"people": people, "by": cast.member, "date": DAY, "kind": Kind.OVERALL, **fields}
    return Retrospective.hold(product_group=cast.group, **fields)


def note(retrospective, text="The build is red every Monday", *, by, column=0):
    """A note in the column with that index."""
    columns = retrospective.columns.order_by("position")
    return retrospective.add_note(columns[column].pk, text, by=by)


PASTED = """# Sprint 12

Date: 3 May 2026

## Went well
- The demo was calm
- Pairing
  - on the parser
  - on reviews

## What could be better?
* Builds are red on Mondays
* NA

Some words in between.

## Puzzles
1. Who owns the test data?

## Actions
- [x] Member: mend the clock
- [ ] Ask the other team for a list
"""


def url(name: str, board, **kwargs) -> str:
    """The address of one of the board's pages."""
    return reverse(f"retrospectives:{name}", kwargs={"pk": board.pk, **kwargs})
