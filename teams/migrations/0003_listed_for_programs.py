

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('teams', '0002_invitations_and_bounds'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='team',
            index=models.Index(fields=['name', 'id'], name='team_by_name'),
        ),
    ]
