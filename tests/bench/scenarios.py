"""What is measured: who asks for what, and what answer is right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle
from urllib.parse import quote, urlencode

import orjson
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activity.keyset import read_page
from backlog.filters import SORTS
from backlog.models import Item
from tests.bench.load import Request
from tests.bench.questions import questions
from tests.bench.texts import RARE, SEED

DEEP = 1_000  # pages
SAMPLE = 2_000  # different items asked for
CREATED = "The build takes an hour, seen for the"
"""How what the benchmark itself creates begins: bare items, of which an earlier run may have left many."""
COMMON = ("team", "test", "plan", "server")
BEGUN = ("rel", "build te", "team:", "state:re", "owner:por", "plan age:")
FURTHER = 5


@dataclass(frozen=True)
class Scenario:
    """`mark` is the most that it may cost, application and database together, in milliseconds."""

    name: str
    make: Callable[[], Request]
    expected: int = 200
    mark: int | None = None


class Scenarios:
    """All of them, for the manager's browser (a session) and the member's program (a token)."""

    def __init__(self, organization):
        self.organization = organization
        self.client = Client()
        self.client.force_login(organization.manager)
        self.client.get("/")  # which sets the cookie of the forms
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())
        self.page_headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}
        self.api_headers = {
            "Authorization": f"Bearer {organization.secret}",
            "Content-Type": "application/json",
        }
        self.seen = Item.objects.visible_to(organization.manager)
        newest = (
            self.seen.exclude(title__startswith=CREATED)
            .order_by("-created", "-id")
            .values_list("pk", flat=True)
        )
        self.sample = list(newest[:SAMPLE])

    def all(self) -> list[Scenario]:
        teams, group = self.organization.ids["teams"], self.organization.ids["groups"][0]
        two = [f"/items/?team={team}&state={state}" for team in teams[:6] for state in ("ready", "confirmed")]
        three = [f"{address}&kind={kind}" for address in two for kind in ("impediment", "improvement")]
        items = self.sample
        return [
            Scenario("list", self.pages(["/items/"]), mark=20),
            Scenario("list, not changed (304)", self.known("/items/"), 304),
            Scenario("list, two filters", self.pages(two), mark=6),
            Scenario("list, three filters", self.pages(three), mark=6),
            Scenario(f"list, page {DEEP:,}", self.pages([f"/items/?cursor={self.deep()}"]), mark=20),
            Scenario("search, rare word", self.pages([f"/find/?q={RARE}"]), mark=20),
            Scenario("search, common word", self.pages([f"/find/?q={word}" for word in COMMON]), mark=25),
            Scenario("list, rare word", self.pages([f"/items/?q={RARE}"]), mark=20),
            Scenario("list, common word", self.pages([f"/items/?q={word}" for word in COMMON]), mark=25),
            Scenario("item page", self.pages([f"/items/{pk}/" for pk in items]), mark=12),
            Scenario("item page, not changed (304)", self.known(f"/items/{items[0]}/"), 304),
            Scenario("item API", self.program([f"/api/v1/items/{pk}/" for pk in items]), mark=4),
            Scenario("list API", self.program([f"/api/v1/items/?product_group={group}"])),
            Scenario("board", self.pages(["/items/board/"])),
            Scenario("board, a card is dropped", self.drop(), 302),
            Scenario("board, its verb is done", self.decide(), 204),
            Scenario("improvement backlog", self.pages(["/backlog/"])),
            Scenario("improvement backlog, one row moved", self.move()),
            Scenario("triage, list", self.pages(["/triage/"])),
            Scenario("triage, one by one", self.pages(["/triage/one/"])),
            Scenario(
                "search, completions", self.pages([f"/find/completions/?q={quote(text)}" for text in BEGUN])
            ),
            Scenario("my work", self.pages(["/"])),
            Scenario("create (API)", self.create(), 201, mark=10),
            Scenario("change of state (API)", self.assess(), mark=9),
        ]

    def searches(self) -> dict[str, list[Request]]:
        """Kind → very many different searches, each once."""
        numbers = self.seen.order_by("-number").values_list("number", flat=True).first()
        return {
            kind: [Request("GET", f"/find/?q={quote(text)}", self.page_headers) for text in texts]
            for kind, texts in questions(SEED, numbers).items()
        }

    def pages(self, addresses: list[str]) -> Callable[[], Request]:
        asked = cycle(addresses)
        return lambda: Request("GET", next(asked), self.page_headers)

    def program(self, addresses: list[str]) -> Callable[[], Request]:
        asked = cycle(addresses)
        return lambda: Request("GET", next(asked), self.api_headers)

    def known(self, address: str) -> Callable[[], Request]:
        """Somebody asks again for what the browser has."""
        state: dict[str, str] = {}

        def make() -> Request:
            if not state:
                answer = self.client.get(address, headers={"Accept-Encoding": "gzip"})
                state["If-None-Match"] = answer.headers.get("ETag", "")
            return Request("GET", address, self.page_headers | state)

        return make

    def deep(self) -> str:
        """The cursor of the page so many pages down; of few items, of the last."""
        order = SORTS["-created"]
        edge = order.sort(self.seen.for_list())[min(DEEP * 50, self.seen.count()) - 2]
        beyond = order.beyond(self.seen.for_list(), [edge["created"], edge["id"]])
        return read_page(beyond, order, size=1).next or ""

    def drop(self) -> Callable[[], Request]:
        """A manager drops cards of the board onto another column, which leads to the form of a verb."""
        cards = cycle(self._ready()[: SAMPLE // 2])
        return lambda: Request("GET", f"/items/{next(cards)}/move/?from=ready&to=offered", self.page_headers)

    def decide(self) -> Callable[[], Request]:
        """The form that opened over the board is sent: each card is offered to the teams."""
        cards = iter(self._ready()[SAMPLE // 2 :])
        body = urlencode({"verdict": "offer", "reason": "A team can do it best."}).encode()
        headers = self._form_headers("/items/board/")
        return lambda: Request("POST", f"/items/{next(cards)}/decide/", headers, body)

    def move(self) -> Callable[[], Request]:
        """Rows of the backlog are dragged: each behind the one that stood some places further down."""
        ready = self._ready()[: SAMPLE // 2]
        pairs = cycle(zip(ready, ready[FURTHER:], strict=False))
        headers = self._form_headers("/backlog/")

        def make() -> Request:
            row, other = next(pairs)
            body = urlencode({"id": row, "after": other}).encode()
            return Request("POST", "/backlog/order/", headers, body)

        return make

    def _ready(self) -> list:
        group = self.organization.ids["groups"][0]
        return list(Item.objects.on_backlog(group).values_list("pk", flat=True)[:SAMPLE])

    def _form_headers(self, page: str) -> dict[str, str]:
        """As htmx sends a form from that page."""
        host = f"127.0.0.1:{settings.PORT}"
        return self.page_headers | {
            "Host": host,
            "X-CSRFToken": self.client.cookies["csrftoken"].value,
            "HX-Request": "true",
            "HX-Current-URL": f"http://{host}{page}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def create(self) -> Callable[[], Request]:
        numbers, team = count(1), self.organization.ids["teams"][0]
        address = "/api/v1/items/"

        def make() -> Request:
            body = {
                "team": team,
                "kind": "impediment",
                "title": f"{CREATED} {next(numbers)}th time",
                "description": "We wait for every merge, and the tests are run twice.",
            }
            return Request("POST", address, self.api_headers, orjson.dumps(body))

        return make

    def assess(self) -> Callable[[], Request]:
        """Each request takes another new item of the member's group."""
        group = self.organization.ids["groups"][0]
        new = Item.objects.in_groups([group]).in_state("new").order_by("created", "id")
        waiting: Iterator = iter(list(new.values_list("pk", flat=True)))
        body = orjson.dumps({"finding": "whole_system", "reason": "Every team waits for it."})
        return lambda: Request("POST", f"/api/v1/items/{next(waiting)}/assess/", self.api_headers, body)

    def queries(self, scenario: Scenario) -> int:
        """How many queries one request asks, what is kept for a while being kept already."""
        asked = 0
        for _visit in range(2):
            request = scenario.make()
            with CaptureQueriesContext(connection) as captured:
                self._ask(request)
            asked = len(captured)
        return asked

    def _ask(self, request: Request):
        headers = {name: value for name, value in request.headers.items() if name != "Cookie"}
        client = self.client if "Cookie" in request.headers else Client()
        if request.method == "GET":
            return client.get(request.path, headers=headers)
        kind = headers.pop("Content-Type")
        return client.post(request.path, request.body, content_type=kind, headers=headers)
