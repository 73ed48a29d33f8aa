"""What a page shows in its fields, and what stands in the database."""

from collections import defaultdict
from html.parser import HTMLParser

from django.db import connection

UNSTABLE = ("django_session", "usersessions_usersession")


class Page(HTMLParser):
    """Values of the fields of a page by their names: several forms may have a field of the same name."""

    def __init__(self, html: str):
        super().__init__()
        self.html, self.values, self.chosen, self.inside = html, defaultdict(list), set(), None
        self.feed(html)

    @classmethod
    def of(cls, answer) -> "Page":
        return cls(answer.content.decode())

    def keeps(self, name: str, typed: str) -> bool:
        """Whether what was typed stands in a field of this name; one drawn as a choice keeps nothing else."""
        return name in self.chosen or plain(typed) in map(plain, self.values[name])

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "textarea":
            self.inside = given.get("name")
            self.values[self.inside].append("")
        elif given.get("type") == "radio":
            self.chosen.add(given.get("name"))
        elif tag == "input":
            self.values[given.get("name")].append(given.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.values[self.inside][-1] += data


def plain(text: str) -> str:
    """Without what browsers change: line ends, and the line that opens a text area."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\n").strip()


def stored() -> list:
    """How many rows each table has, and a sum over all that they say."""
    tables = [name for name in connection.introspection.table_names() if name not in UNSTABLE]
    each = " UNION ALL ".join(
        f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM \"{name}\" t"
        for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return sorted(cursor.fetchall())
