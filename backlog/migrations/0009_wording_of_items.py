"""Keys of the items that are there, in batches of a transaction each: nobody waits, and it can be begun again."""

from django.db import migrations

from backlog.models.wording import keys_of

BATCH = 500


def keep_all(apps, schema_editor):
    Item = apps.get_model("backlog", "Item")
    Wording = apps.get_model("backlog", "Wording")
    last = None
    while True:
        rows = Item.objects.order_by("pk").only("pk", "product_group_id", "title", "description")
        batch = list((rows.filter(pk__gt=last) if last else rows)[:BATCH])
        if not batch:
            return
        Wording.objects.bulk_create(
            [
                Wording(
                    item_id=item.pk,
                    product_group_id=item.product_group_id,
                    keys=keys_of(item.product_group_id, item.title, item.description),
                )
                for item in batch
            ],
            ignore_conflicts=True,
        )
        last = batch[-1].pk


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("backlog", "0008_wording")]

    operations = [migrations.RunPython(keep_all, migrations.RunPython.noop)]
