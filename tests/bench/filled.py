"""The database of the benchmark, filled now or in a run before this one."""

import json
from pathlib import Path
from types import SimpleNamespace

from django.db import connections

from improvement.embedded.home import Home
from teams.models import User
from tests.bench.loading import load
from tests.bench.organization import make_organization

NOTE = "bench.json"


def filled(home: Path, items: int) -> tuple[SimpleNamespace, dict[str, float]]:
    """The organization, and how long each step of loading took."""
    note = home / NOTE
    if not note.exists():
        organization = make_organization()
        connections.close_all()
        database = f"host={Home(home).sockets} user=improvement dbname=improvement"
        took = load(organization.ids, database, items)
        told = {"ids": organization.ids, "secret": organization.secret, "took": took}
        note.write_text(json.dumps(told))
    told = json.loads(note.read_text())
    manager = User.objects.get(email="manager@example.org")
    return SimpleNamespace(ids=told["ids"], secret=told["secret"], manager=manager), told["took"]
