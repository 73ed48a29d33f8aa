from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Items may be many: their indexes are built while people work."""

    atomic = False

    dependencies = [
        ('backlog', '0013_discuss_and_filter'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='item',
            index=models.Index(condition=models.Q(('state__in', ['new', 'proposed'])), fields=['product_group', 'silent_since', 'id'], name='item_to_discuss'),
        ),
        AddIndexConcurrently(
            model_name='item',
            index=models.Index(condition=models.Q(('state', 'proposed')), fields=['product_group', 'state_since', 'id'], name='item_by_lapse'),
        ),
        AddIndexConcurrently(
            model_name='item',
            index=models.Index(condition=models.Q(('state', 'learning')), fields=['product_group', '-state_since', '-id'], name='item_by_learning'),
        ),
    ]
