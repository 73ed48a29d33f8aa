"""Many at the same moment, against the real server: one effect under one key, no edit lost or overwritten."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import orjson
import pytest
import urllib3

from activity.models import Event
from backlog.models import Item
from tests.contract.amounts import FULL

pytestmark = pytest.mark.django_db
SENDERS, REQUESTS = (1_000, 1_000) if FULL else (40, 80)
EDITORS, EDITS, ITEMS = (50, 20_000, 25) if FULL else (8, 200, 2)
EDITOR = ("member", "facilitator", "leader", "both")
PATIENCE = 120


class Sender:
    """One connection that stays open, of one person's program."""

    def __init__(self, url: str, token: str):
        self.pool = urllib3.connection_from_url(url, maxsize=1, timeout=PATIENCE, retries=False)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: dict | None = None, **headers: str):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = None if body is None else orjson.dumps(body)
        return self.pool.request(method, f"/api/v1/{path}", body=sent, headers=self.headers | named)


def test_one_key_makes_one_item_however_many_come_at_once(world, service):
    title = f"Asked {REQUESTS} times at once"
    body = {"team": str(world.cast.red.pk), "kind": "impediment", "title": title}
    gate = threading.Barrier(SENDERS)

    def send(_turn: int) -> list:
        sender = Sender(service.url, world.tokens["member"])
        gate.wait()
        return [
            sender.send("POST", "items/", body, Idempotency_Key="at once") for _ in range(REQUESTS // SENDERS)
        ]

    with ThreadPoolExecutor(SENDERS) as threads:
        answers = [answer for several in threads.map(send, range(SENDERS)) for answer in several]
    assert len(answers) == REQUESTS
    assert {answer.status for answer in answers} == {201}
    assert len({(answer.data, answer.headers["ETag"]) for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    made = Item.objects.get(title=title)
    assert Event.objects.about("item", made.pk).count() == 1


def test_no_edit_is_lost_and_none_overwrites_another(world, service):
    """Each program adds a word of its own to what it has read; what was accepted must all stand there."""
    first = Sender(service.url, world.tokens["member"])
    body = {"team": str(world.cast.red.pk), "kind": "impediment", "title": "Edited at once"}
    made = [orjson.loads(first.send("POST", "items/", body).data)["id"] for _ in range(ITEMS)]
    items = [Item.objects.get(pk=pk) for pk in made]
    turns, accepted, statuses = count(), {str(item.pk): [] for item in items}, []

    def edit(number: int) -> None:
        sender = Sender(service.url, world.tokens[EDITOR[number % len(EDITOR)]])
        while (turn := next(turns)) < EDITS:
            path = f"items/{items[turn % ITEMS].pk}/"
            read = sender.send("GET", path)
            row = orjson.loads(read.data)
            changes = {"description": f"{row['description']} w{turn}".strip()}
            answer = sender.send("PATCH", path, changes, If_Match=read.headers["ETag"])
            statuses.append(answer.status)
            if answer.status == 200:
                accepted[row["id"]].append(f"w{turn}")

    with ThreadPoolExecutor(EDITORS) as threads:
        list(threads.map(edit, range(EDITORS)))
    assert len(statuses) == EDITS and set(statuses) <= {200, 412}
    for item in items:
        words, steps = accepted[str(item.pk)], item.version
        item.refresh_from_db()
        assert sorted(item.description.split()) == sorted(words), "an accepted edit was overwritten"
        assert item.version - steps == len(words) == edits_of(item)
    print(f"{statuses.count(200)} edits accepted, {statuses.count(412)} refused as stale")
    assert 412 in statuses


def edits_of(item: Item) -> int:
    return sum(event.name == "edited" for event in Event.objects.about("item", item.pk))
