"""The lines of the policy tables, as tests read them."""

from dataclasses import dataclass

from tests.permissions.tables import TABLES, WORDS


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    thing: str
    allowed: frozenset[str]
    sees: frozenset[str]

    @property
    def for_programs(self) -> bool:
        return self.name.startswith("api:")


def words(text: str) -> frozenset[str]:
    return frozenset(" ".join(WORDS.get(word, word) for word in text.split()).split())


def rows() -> list[Row]:
    """The table's rows. `! only` after the roles: nobody else even sees the object."""
    found = []
    for line in "\n".join(TABLES).splitlines():
        if line.strip():
            left, right = line.split("|")
            name, method, thing = left.split()
            allowed, _mark, seen = right.partition("!")
            sees = words(seen.replace("only", allowed) if seen else "group")
            found.append(Row(name, method, thing, words(allowed), sees))
    return found
