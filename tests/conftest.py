"""One private PostgreSQL and one private Valkey for the whole run, before Django reads its settings."""

import django

from tests import environment

environment.set_up()
django.setup()


def pytest_configure(config):
    environment.start_servers()


def pytest_unconfigure(config):
    environment.tear_down()
