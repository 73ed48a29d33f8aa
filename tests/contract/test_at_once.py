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
EDITORS, EDITS, ITEMS = (50, 20_000, 10) if FULL else (8, 200, 2)
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


class Edits:
    """What programs did to one item: for each accepted edit the words it had read and those it wrote."""

    def __init__(self, item: Item):
        self.item = item
        self.accepted: list[tuple[str, str]] = []

    def require_one_line(self) -> None:
        """Each accepted edit was made on what the one before it wrote, and the last one stands there now.

        Where one had overwritten another unseen, both would have been made on the same words.
        """
        after = dict(self.accepted)
        assert len(after) == len(self.accepted), "two edits were made on the same words: one is lost"
        words = self.item.description
        for _turn in self.accepted:
            words = after[words]
        was = self.item.version
        self.item.refresh_from_db()
        assert self.item.description == words
        assert self.item.version - was == len(self.accepted) == edits_of(self.item)


def test_no_edit_is_lost_and_none_overwrites_another(world, service):
    """Each program goes on from what it has read last, as long as nobody was quicker."""
    first = Sender(service.url, world.tokens["member"])
    body = {"team": str(world.cast.red.pk), "kind": "impediment", "title": "Edited at once"}
    made = [orjson.loads(first.send("POST", "items/", body).data)["id"] for _ in range(ITEMS)]
    told = [Edits(Item.objects.get(pk=pk)) for pk in made]
    turns, statuses = count(), []

    def edit(number: int) -> None:
        sender, edits = Sender(service.url, world.tokens[EDITOR[number % len(EDITOR)]]), told[number % ITEMS]
        path, read = f"items/{edits.item.pk}/", None
        while (turn := next(turns)) < EDITS:
            read = read or sender.send("GET", path)
            words, tag = orjson.loads(read.data)["description"], read.headers["ETag"]
            read = sender.send("PATCH", path, {"description": f"w{turn}"}, If_Match=tag)
            statuses.append(read.status)
            if read.status == 200:
                edits.accepted.append((words, f"w{turn}"))
            else:
                read = None

    with ThreadPoolExecutor(EDITORS) as threads:
        list(threads.map(edit, range(EDITORS)))
    assert len(statuses) == EDITS and set(statuses) == {200, 412}
    for edits in told:
        edits.require_one_line()
    print(f"{statuses.count(200)} edits accepted, {statuses.count(412)} refused as stale")


def edits_of(item: Item) -> int:
    return sum(event.name == "edited" for event in Event.objects.about("item", item.pk))
