"""Other items that an event of an item names, each only to who may see it.

Items part ways: one is handed to another product group, and who sees one of them may not see the other. So an
event keeps the other one's id and number; its title is read when the event is told.
"""

from collections.abc import Iterable

from backlog.models import Item

OTHERS = {
    "filed": ("again", "tests"),
    "proposed": ("again", "tests"),
    "merged": ("into",),
    "unmerged": ("into",),
    "absorbed": ("item",),
    "unabsorbed": ("item",),
}
"""Event → the keys of its data that hold another item's id; `<key>_number` and `<key>_title` name it."""


def by_sight(user, told: Iterable[tuple[str, dict]]) -> list[dict]:
    """The data of events, given as name and data, as `user` may read it: nothing of an item they don't see.

    One query, and none where no other item is named.
    """
    told = list(told)
    ids = {data[key] for name, data in told for key in OTHERS.get(name, ()) if data.get(key)}
    rows = Item.objects.visible_to(user).with_ids(ids).values_list("pk", "title") if ids else ()
    titles = {str(pk): title for pk, title in rows}
    return [_named(name, data, titles) for name, data in told]


def _named(name: str, data: dict, titles: dict[str, str]) -> dict:
    for key in OTHERS.get(name, ()):
        if data.get(key) in titles:
            data = data | {f"{key}_title": titles[data[key]]}
        else:
            hidden = {key, f"{key}_number", f"{key}_title"}
            data = {word: value for word, value in data.items() if word not in hidden}
    return data
