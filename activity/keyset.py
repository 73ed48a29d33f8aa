"""Paging by the last row seen: a deep page costs what the first one does, and no row is shown twice.

An order is a list of keys that all run the same way and end in a unique one. The cursor holds
the keys of the row at the edge of the page; it is signed, so that what comes back is what was
given out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.utils.translation import gettext as _

_signer = Signer(salt="activity.keyset")


@dataclass(frozen=True)
class Key:
    """One column of an order.

    `name` is read from the row. Where the column may be empty, `expression` is what the
    database sorts by (with an index on it), and `missing` its value for an empty one.
    """

    name: str
    expression: Any = None
    missing: Any = None

    @property
    def sql(self):
        return F(self.name) if self.expression is None else self.expression

    def of(self, row) -> Any:
        """The key of a row: a dict from `.values()`, or an instance."""
        value = row[self.name] if isinstance(row, dict) else getattr(row, self.name)
        if value in (None, ""):
            value = self.missing
        return value if value is None or isinstance(value, (str, int, float)) else _plain(value)


@dataclass(frozen=True)
class Order:
    """A total order. `name` is written into cursors: a cursor serves only its own order."""

    name: str
    keys: tuple[Key, ...]
    descending: bool = False

    @classmethod
    def by(cls, *fields: str) -> "Order":
        """By field names that are never empty, all with "-" or none, the last one unique."""
        signs = {field.startswith("-") for field in fields}
        if len(signs) != 1:
            raise ValueError("The fields of an order run the same way.")
        return cls(",".join(fields), tuple(Key(field.lstrip("-")) for field in fields), signs.pop())

    def sort(self, rows: QuerySet, *, backward: bool = False) -> QuerySet:
        """The rows in this order, or in its reverse."""
        falling = self.descending != backward
        return rows.order_by(
            *[F(key.name) if key.expression is None else key.expression for key in self.keys]
            if not falling
            else [key.sql.desc() for key in self.keys]
        )

    def beyond(
        self, rows: QuerySet, values: Sequence, *, backward: bool = False, included: bool = False
    ) -> QuerySet:
        """The rows that come after the row with these keys (`backward`: before it), or with it as well."""
        operator = ("<" if self.descending != backward else ">") + ("=" if included else "")
        return rows.filter(_RowComparison([key.sql for key in self.keys], values, operator))


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the cursors of its neighbours (None where there is none)."""

    rows: list
    next: str | None
    previous: str | None


def read_page(rows: QuerySet, order: Order, *, cursor: str = "", size: int = 50) -> Page:
    """One page of `rows`. Raises `ValidationError` for a cursor that was not given out for `order`."""
    if not cursor:
        found = list(order.sort(rows)[: size + 1])
        more = len(found) > size
        found = found[:size]
        return Page(found, _cursor(order, found[-1], "next") if more else None, None)
    direction, values = read_cursor(cursor, order)
    backward = direction == "previous"
    found = list(order.sort(order.beyond(rows, values, backward=backward), backward=backward)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backward:
        found.reverse()
    if not found:
        return Page([], None, None)
    return Page(
        found,
        _cursor(order, found[-1], "next") if more or backward else None,
        _cursor(order, found[0], "previous") if more or not backward else None,
    )


def _cursor(order: Order, row, direction: str) -> str:
    return _signer.sign_object([order.name, direction, [key.of(row) for key in order.keys]])


def read_cursor(cursor: str, order: Order) -> tuple[str, list]:
    """Direction and keys of a cursor. Raises `ValidationError` if it was not given out for `order`."""
    try:
        name, direction, values = _signer.unsign_object(cursor)
    except (BadSignature, ValueError, UnicodeError) as error:
        raise ValidationError({"cursor": _("This cursor was not given out here.")}) from error
    if name != order.name:
        raise ValidationError({"cursor": _("This cursor belongs to another order.")})
    return direction, values


def _plain(value) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"A key can't be a {type(value).__name__}.")


class _RowComparison(Func):
    """`(a, b) > (x, y)`: the form that lets an index on (a, b) start right at the row."""

    output_field = BooleanField()

    def __init__(self, expressions, values, operator: str):
        super().__init__(*expressions, *[Value(value) for value in values])
        self.operator = operator

    def as_sql(self, compiler, connection, **extra):
        parts, params = [], []
        for expression in self.source_expressions:
            sql, values = compiler.compile(expression)
            parts.append(sql)
            params.extend(values)
        half = len(parts) // 2
        return f"({', '.join(parts[:half])}) {self.operator} ({', '.join(parts[half:])})", params
