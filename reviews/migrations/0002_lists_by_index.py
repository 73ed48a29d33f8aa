"""Past and coming meetings of a product group, each in their order.

Not in one transaction: the indexes are built while the service goes on.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("reviews", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            "review",
            models.Index(
                condition=models.Q(("state__in", ["held", "missed", "cancelled"])),
                fields=["product_group", "-planned_at", "-id"],
                name="review_past",
            ),
        ),
        AddIndexConcurrently(
            "review",
            models.Index(
                condition=models.Q(("state__in", ["running", "planned"])),
                fields=["product_group", "planned_at", "id"],
                name="review_coming",
            ),
        ),
    ]
