"""Saved views with pins and subscriptions: new tables only."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backlog', '0016_watchers_and_removals'),
        ('teams', '0004_work_limits'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('query', models.TextField(blank=True, max_length=2000)),
                ('board', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('product_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='saved_views', to='teams.productgroup')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='saved_views', to='teams.team')),
            ],
        ),
        migrations.CreateModel(
            name='ViewPin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('view', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='backlog.savedview')),
            ],
        ),
        migrations.CreateModel(
            name='ViewSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.TextField(blank=True)),
                ('known', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('view', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='backlog.savedview')),
            ],
        ),
        migrations.AddIndex(
            model_name='savedview',
            index=models.Index(fields=['name', 'id'], name='view_by_name'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(('team__isnull', True), ('product_group__isnull', True), _connector='OR'), name='view_shared_with_one'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('owner', 'name'), name='view_named_once'),
        ),
        migrations.AddConstraint(
            model_name='viewpin',
            constraint=models.UniqueConstraint(fields=('user', 'view'), name='view_pinned_once'),
        ),
        migrations.AddConstraint(
            model_name='viewsubscription',
            constraint=models.UniqueConstraint(fields=('view', 'user'), name='view_subscribed_once'),
        ),
    ]
