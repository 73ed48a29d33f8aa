"""What the models say and what the migrations have made are the same."""

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_no_change_of_a_model_is_without_its_migration(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)
