"""The servers of a test run are real, and are the run's own."""

import os

from django.conf import settings
from django.core.cache import cache
from django.db import connection


def test_database_is_a_private_postgresql_18(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('data_directory')")
        version, folder = cursor.fetchone()
    assert version.startswith("18.")
    assert folder == str(settings.HOME.postgres_data)
    assert str(settings.HOME.root) == os.environ["IMPROVEMENT_HOME"]


def test_cache_is_a_real_valkey():
    cache.set("word", "kept", 10)
    assert cache.get("word") == "kept"
