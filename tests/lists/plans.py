"""How PostgreSQL goes about a query: which steps it takes, and how many rows of a table it reads."""

import json
from collections.abc import Iterator

from django.db import connection


def steps_of(sql: str) -> list[dict]:
    """The steps of a query that is carried out once more."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}".replace("%", "%%"), [])
        (plan,) = cursor.fetchone()
    (top,) = json.loads(plan) if isinstance(plan, str) else plan
    return list(_nodes(top["Plan"]))


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)


def rows_read(steps: list[dict], table: str) -> float:
    """How many rows of the table were looked at, passed over or not."""
    return sum(
        (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        for step in steps
        if step.get("Relation Name") == table
    )
