"""What an address asks of the database, and how many rows it shows."""

import json
import re
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROW = re.compile(r"<(?:li|tr|article|details)[\s>]")
OF_A_LIST = {"page", "rows", "results"}
"""What pages and answers call what they list."""


@dataclass(frozen=True)
class Answer:
    """`lists`: whether it says of itself that it lists something."""

    status: int
    rows: int
    lists: bool
    queries: tuple[str, ...]


def ask(client, address: str, expected: int | None = None) -> Answer:
    """Where not as many queries were asked as `expected`, a second time: the first one fills what is kept
    in the process for a while."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    if expected is not None and len(asked) != expected:
        return ask(client, address)
    told = _told(answer)
    queries = tuple(query["sql"] for query in asked)
    return Answer(answer.status_code, _rows(told), _lists(answer, told), queries)


def _told(answer):
    """What an answer says: of a page its main part, of an answer to programs its values."""
    if answer.streaming:
        return "<tr>".join(b"".join(answer.streaming_content).decode().split("\n"))
    text = answer.content.decode(errors="replace")
    if answer["Content-Type"].startswith("application/json"):
        return json.loads(text)
    return text.partition("<main")[2] or text


def _rows(told) -> int:
    if isinstance(told, str):
        return len(ROW.findall(told))
    if isinstance(told, dict):
        return sum(_rows(value) for value in told.values() if not isinstance(value, str))
    return len(told) + sum(map(_rows, told)) if isinstance(told, list) else 0


def _lists(answer, told) -> bool:
    if not isinstance(told, str):
        return isinstance(told, list) or bool(OF_A_LIST & set(told))
    contexts = answer.context if isinstance(answer.context, list) else [answer.context or ()]
    names = {name for context in contexts for part in context for name in part}
    return answer.status_code == 200 and bool(OF_A_LIST & names)


def texts_read(queries) -> set[str]:
    """`table.column` of all that these queries bring back, but for the one row that a page is about."""
    found = set()
    for sql in queries:
        if sql.startswith(("SELECT", "(SELECT")) and not sql.endswith(("LIMIT 1", "LIMIT 21")):
            tables = {alias: table for table, alias in re.findall(r'"(\w+)" ([TUV]\d+)\b', sql)}
            for table, column in re.findall(r'"?(\w+)"?\."(\w+)"', _brought_back(sql)):
                found.add(f"{tables.get(table, table)}.{column}")
    return found


def _brought_back(sql: str) -> str:
    """What stands between SELECT and its FROM; of queries put together, all of them."""
    depth = 0
    for part in re.finditer(r"[()]| FROM ", sql):
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if depth == 0 and part[0] == " FROM ":
            return sql[: part.start()]
    return sql
