"""Texts that the rules were not made for: written first, in six languages and the forms of many tools.

`expected.json` tells what a careful colleague reads in each; what it doesn't mention isn't looked at.
"""

import json
from pathlib import Path

import pytest

from retrospectives.reading import Reading, read, read_all, written
from tests.retrospectives.readings import check, said

TEXTS = Path(__file__).parent / "unseen"
EXPECTED = json.loads((TEXTS / "expected.json").read_text())


def understood(reading: Reading) -> dict:
    return {
        "title": reading.title,
        "date": reading.date,
        "team": reading.team,
        "participants": reading.participants,
        "columns": {column.title: [note.text for note in column.notes] for column in reading.columns},
        "votes": sorted(note.votes for note in reading.notes),
        "authors": sorted(note.author for note in reading.notes),
        "decisions": [row.text for row in reading.decisions],
        "actions": [[row.text, row.owner, row.due, row.done] for row in reading.actions],
    }


def test_every_text_is_expected():
    assert {path.name for path in TEXTS.iterdir()} - {"expected.json"} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_text_is_read_as_a_careful_colleague_reads_it(name):
    readings = read_all((TEXTS / name).read_bytes())
    check(readings)
    assert [
        {key: understood(reading)[key] for key in expected}
        for reading, expected in zip(readings, EXPECTED[name], strict=True)
    ] == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_text_taken_for_one_holds_the_rows_of_all(name):
    data = (TEXTS / name).read_bytes()
    one, several = read(data), read_all(data)
    check([one])
    assert [row.text for row in one.notes] == [row.text for part in several for row in part.notes]


@pytest.mark.parametrize("name", sorted(EXPECTED))
@pytest.mark.parametrize("form", ["md", "csv", "json"])
def test_what_was_read_in_one_form_is_written_in_another(name, form):
    readings = read_all((TEXTS / name).read_bytes())
    assert [said(back) for back in read_all(written(readings, form))] == [said(one) for one in readings]
