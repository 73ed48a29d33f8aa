"""An item is raised once, however often the form is sent that raises it."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError
from uuid_utils.compat import uuid7

from backlog.models import Item


def token_of(text: str) -> UUID:
    """The token of a form as it was sent. What no form of ours drew is none: a new one then."""
    try:
        return UUID(text)
    except ValueError:
        return uuid7()


def raise_once(verb: Callable[..., Item], token: UUID, *, title: str, by, **said) -> Item:
    """Raise it with `Item.file` or `Item.propose`, or find what `by` has raised with this very form already.

    `token` was drawn when the form was shown and becomes the item's id. A form sent again with
    another title (the person went back and changed it) is another item.
    """
    if not _is_taken(token):
        try:
            return verb(id=token, title=title, by=by, **said)
        except IntegrityError:
            if not _is_taken(token):
                raise
    return _raised(token, by, title) or verb(id=uuid7(), title=title, by=by, **said)


def _is_taken(token: UUID) -> bool:
    return Item.objects.with_id(token).exists()


def _raised(token: UUID, by, title: str) -> Item | None:
    same = Item.objects.visible_to(by).raised_by_person(by).with_id(token).first()
    return same if same and same.title == " ".join(title.split()) else None
