"""Names as texts write them, found among the people of a team or a product group."""


class Names:
    """Finds a person by the full name, the address, or a first name that only one of them has."""

    def __init__(self, candidates):
        self.people = {}
        firsts: dict[str, list] = {}
        for person in candidates:
            self.people[_plain(person.name)] = self.people[person.email.casefold()] = person
            for short in {_plain(person.name).split(" ")[0], person.email.partition("@")[0].casefold()}:
                firsts.setdefault(short, []).append(person)
        for short, several in firsts.items():
            if short and len({person.pk for person in several}) == 1:
                self.people.setdefault(short, several[0])

    def find(self, name: str):
        """The person, or None where nobody or more than one is meant."""
        return self.people.get(_plain(name)) if name.strip() else None

    def find_all(self, names) -> list:
        """Those of the names that are found, each once."""
        found = [person for name in names if (person := self.find(name))]
        return list(dict.fromkeys(found))


def _plain(name: str) -> str:
    return " ".join(name.casefold().removeprefix("@").split())
