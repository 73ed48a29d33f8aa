"""Taking a row for a transaction."""

from django.db.models import Model, QuerySet


def read_anew(row: Model, rows: QuerySet) -> None:
    """Read the row anew through `rows`, which lock it. Its product group stays at hand where it is the same:
    every verb asks it, and whoever holds the row has read both a moment ago.
    """
    group = row._meta.get_field("product_group").get_cached_value(row, default=None)
    row.refresh_from_db(from_queryset=rows)
    if group is not None and group.pk == row.product_group_id:
        row.product_group = group
