"""What stands in the log: of what was refused a line, of a fault where it happened."""

import logging
from logging.config import DictConfigurator

import pytest

from improvement.logs import logging_settings
from tests.cast import person


@pytest.fixture(params=[False, True], ids=["text", "json"])
def written(request, caplog):
    """A function that gives what was logged, as the service writes it down."""
    settings = logging_settings("INFO", machine_readable=request.param)
    form = DictConfigurator(settings).configure_formatter(settings["formatters"]["line"])
    return lambda: "\n".join(form.format(record) for record in caplog.records)


def test_of_what_is_refused_there_is_one_line(written, client, db):
    client.force_login(person("Ada"))
    assert client.get("/nowhere/").status_code == 404
    told = written()
    assert "/nowhere/" in told and "Not Found" in told
    assert len(told.splitlines()) == 1 and "Traceback" not in told


def test_of_a_fault_there_is_the_place(written):
    try:
        raise ValueError("Broken")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error")
    told = written()
    assert "Traceback (most recent call last)" in told and "test_of_a_fault_there_is_the_place" in told
    assert "ValueError: Broken" in told
    assert "╭" not in told, "drawn by a library that only the tests need"
