"""Every list costs the same, however long it is, and reads no text that it doesn't show.

The addresses are those of the permission table, so that none is forgotten.
"""

import pytest
from django.apps import apps
from django.db import models

from tests.lists.asking import texts_read
from tests.lists.conftest import ROWS, TEN, THOUSAND
from tests.lists.table import LISTS

pytestmark = pytest.mark.django_db
GROWTH = 3
"""Rows by which a list grows with ten more: some show the first few only."""
FULL = 50
MOST = {"backlog:items-alike": 3}
ALWAYS_THREE = {"backlog:template-list"}
LONG = 1_000
FIRST_FEW = {"backlog:find"}
"""Looks among the newest first, and further where that is too little: it asks less where there is more."""


@pytest.mark.parametrize("name", sorted(ROWS))
def test_as_many_queries_for_a_thousand_rows_as_for_ten(world, name):
    for one, few in world.answers[TEN].items():
        many = world.answers[THOUSAND][one]
        if one.name == name:
            assert many.status == few.status, one
            assert len(many.queries) == len(few.queries) or (
                name in FIRST_FEW and len(many.queries) < len(few.queries)
            ), one


def test_the_table_names_every_list_and_each_was_filled(world):
    """A new one: name it in tests/lists/table.py, and make rows for it in tests/lists/rows_of_…"""
    none, few = world.answers[0], world.answers[TEN]
    lists = {one.name for one, answer in few.items() if answer.lists}
    grown = {one.name for one, answer in few.items() if answer.rows - none[one].rows >= GROWTH}
    full = {one.name for one, answer in few.items() if answer.lists and answer.rows >= FULL}
    full |= {one.name for one, answer in few.items() if answer.rows == MOST.get(one.name)}
    assert (lists | grown) - LISTS.keys() == ALWAYS_THREE
    short = LISTS.keys() - grown - full
    assert short == set(), {one: (none[one].rows, few[one].rows) for one in few if one.name in short}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_reads_no_text_that_it_does_not_show(world, name):
    asked = [answer for one, answer in world.answers[TEN].items() if one.name == name]
    read = {text for answer in asked for text in texts_read(answer.queries) if text in long_texts()}
    shown = {text for text in read if text in LISTS[name] or text.split(".")[0] + ".*" in LISTS[name]}
    assert read - shown == set(), [
        sql for answer in asked for sql in answer.queries if texts_read([sql]) & (read - shown)
    ]


def long_texts() -> set[str]:
    """`table.column` of every text of the project that may be long."""
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    kinds = (models.TextField, models.JSONField, models.BinaryField)
    return {
        f"{field.model._meta.db_table}.{field.column}"
        for field in fields
        if isinstance(field, kinds) and not (getattr(field, "max_length", None) or LONG) < LONG
    } - {"django_session.session_data"}
