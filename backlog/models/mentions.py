"""Who is mentioned in a text about an item, and who is named there but may not see it."""

from dataclasses import dataclass, field

from django.urls import reverse

from backlog import markdown
from teams.models import User

MOST_STRANGERS = 5


@dataclass
class Mentions:
    """`people` may see the item and are told; `strangers` are names of whom nobody may."""

    people: dict[str, list[User]] = field(default_factory=dict)  # lower-case name → who is called so
    strangers: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, text: str, item, by: User) -> "Mentions":
        """Find the longest name after each at-sign. Says nothing about people whom `by` can't see."""
        found = cls()
        said = markdown.mentions(text) if "@" in text else []
        if not said:
            return found
        wanted = {name.lower() for words in said for name in _names(words)}
        for person in User.objects.seeing(item).called(wanted):
            found.people.setdefault(person.name.lower(), []).append(person)
        known = {person.name.lower() for person in User.objects.visible_to(by).active().called(wanted)}
        for words in said:
            if found.named(words) is None:
                name = next((name for name in _names(words) if name.lower() in known), words.split(" ")[0])
                if name not in found.strangers:
                    found.strangers.append(name)
        return found

    @property
    def ids(self) -> set:
        return {person.pk for people in self.people.values() for person in people}

    @property
    def names(self) -> list[str]:
        return sorted({person.name for people in self.people.values() for person in people})

    def named(self, words: str) -> tuple[str, str] | None:
        """The name that `words` begin with, as it is written there, and that person's address."""
        for name in _names(words):
            if name.lower() in self.people:
                return name, reverse("teams:person", args=[self.people[name.lower()][0].pk])
        return None

    def to_html(self, text: str) -> str:
        return markdown.to_html(text, self.named)


def _names(words: str) -> list[str]:
    """What may be the name at the beginning, the longest first; a full stop after it is none of it."""
    parts = words.split(" ")
    whole = [" ".join(parts[:count]) for count in range(len(parts), 0, -1)]
    return [name for one in whole for name in dict.fromkeys((one, one.rstrip(".'’-")))]
