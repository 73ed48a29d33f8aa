"""The rows of the benchmark as lines for COPY: items with comments, decisions, history, keys of words."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import orjson

from activity.models import Event
from backlog.models import Comment, Decision, Item, Wording
from backlog.models.wording import keys_of
from tests.bench.organization import GROUPS, TEAMS
from tests.bench.texts import RARE, RARE_ITEMS, SEED, Writer

YEARS = 4
COMMENTS = (0, 1, 1, 2, 2, 3, 3, 4, 5, 9)  # three on the average
STATES = {
    "confirmed": 46, "declined": 12, "withdrawn": 4, "learning": 4, "lapsed": 2, "new": 5, "ready": 8,
    "accepted": 4, "offered": 5, "taken": 3, "doing": 4, "done": 3,
}  # fmt: skip
UNDONE = {"new", "ready", "accepted", "offered", "taken", "doing", "done"}
DECIDED = {"accepted": "act", "doing": "act", "offered": "offer", "taken": "offer", "declined": "decline",
           "learning": "learn", "confirmed": "offer", "done": "act"}  # fmt: skip
KINDS = ("impediment", "impediment", "improvement", "experiment")
FLAGS = ("{}", "{}", "{}", "{stale}", "{unanswered}", "{stale,overdue}")
ITEM = (
    "id product_group_id number team_id kind title description idea effect state raised_by_id owner_id due "
    "taken_by_id position created state_since last_human_activity silent_since unanswered_since ready_since "
    "flags version"
)
EVENT = "at name actor_id human product_group_id subject_type subject_id data"
COLUMNS = {
    Item: ITEM.split(),
    Comment: ["id", "item_id", "author_id", "text", "html", "created"],
    Decision: ["id", "item_id", "by_id", "at", "product_group_id", "verdict", "reason", "reply"],
    Event: EVENT.split(),
    Wording: ["item_id", "product_group_id", "keys"],
}
NULL = "\\N"


class Rows:
    """Makes rows by a fixed seed; `organization` holds ids: of groups, teams, people, and the manager."""

    def __init__(self, organization: dict, items: int):
        self.ids = organization
        self.items = items
        self.writer = Writer(SEED)
        self.now = datetime.now(UTC)
        self.groups = [place for place, (_name, share) in enumerate(GROUPS) for _item in range(share)]
        self.states = list(STATES)
        self.weights = list(STATES.values())
        self.rare = {n * (items // RARE_ITEMS) for n in range(RARE_ITEMS)}

    def batch(self, first: int, last: int) -> dict[type, list[str]]:
        """Lines by table for the items from the `first` on; the first are the oldest."""
        self.random = self.writer.random = Random(first)
        self.lines = {model: [] for model in COLUMNS}
        for number in range(first, last):
            self._item(number)
        return self.lines

    def _item(self, number: int) -> None:
        random, write = self.random, self.writer
        tongue = write.tongue()
        place = random.choice(self.groups)
        group = self.ids["groups"][place]
        seat = place * TEAMS + random.randrange(TEAMS)
        team, person = self.ids["teams"][seat], random.choice(self.ids["people_of"][seat])
        state = random.choices(self.states, self.weights)[0]
        created = self._moment(number)
        pk = self._id(created)
        talk = random.choice(COMMENTS)
        silent = min(created + timedelta(days=random.expovariate(1 / 40)), self.now)
        title, text = write.title(tongue), write.text(tongue, 2, 4)
        if number in self.rare:
            text += f" {RARE.capitalize()}."
        undone = state in UNDONE
        owned = state in ("accepted", "doing") or random.random() < 0.1
        self._line(
            Item, pk, group, number + 1, team, random.choice(KINDS), title, text,
            write.text(tongue, 1, 1) if number % 2 else "", write.text(tongue, 1, 1) if number % 3 else "",
            state, person, random.choice(self.ids["people_of"][seat]) if owned else NULL,
            (created + timedelta(days=200)).date() if owned and undone else NULL,
            team if state in ("taken", "doing") else NULL,
            f"a{number:09}V" if state == "ready" else "", created, silent, silent, silent, created,
            silent if state == "ready" else NULL, random.choice(FLAGS) if undone else "{}", talk + 1,
        )  # fmt: skip
        keys = keys_of(UUID(group), title, text)
        self._line(Wording, pk, group, "{" + ",".join(map(str, keys)) + "}")
        told = {"title": title, "number": number + 1}
        self._event(created, "filed", person, group, pk, told | {"before": "new", "state": "new"})
        for n in range(talk):
            at = min(created + timedelta(hours=7 * n + 1), self.now)
            said, by = write.text(tongue, 1, 2), random.choice(self.ids["people_of"][seat])
            comment = self._id(at)
            self._line(Comment, comment, pk, by, said, f"<p>{said}</p>", at)
            told_now = told | {"before": state, "state": state, "comment": comment, "text": said}
            self._event(at, "commented", by, group, pk, told_now)
        if verdict := DECIDED.get(state):
            at, reason = min(created + timedelta(days=9), self.now), write.text(tongue, 1, 1)
            decision = self._id(at)
            self._line(Decision, decision, pk, self.ids["manager"], at, group, verdict, reason, reason)
            given = {
                "decision": decision,
                "verdict": verdict,
                "reason": reason,
                "reply": reason,
                "owner": None,
            }
            given |= {"due": None, "wake": None, "to_group": None, "before": "ready", "state": state}
            self._event(at, "decided", self.ids["manager"], group, pk, told | given)

    def _event(self, at, name: str, by: str, group: str, pk: str, data: dict) -> None:
        text = orjson.dumps(data).decode().replace("\\", "\\\\")
        self._line(Event, at, name, by, "t", group, "item", pk, text)

    def _line(self, model: type, *values) -> None:
        self.lines[model].append("\t".join(map(str, values)) + "\n")

    def _moment(self, number: int) -> datetime:
        age = (self.items - number) / self.items * YEARS * 365.25
        return self.now - timedelta(days=age, seconds=self.random.random() * 600)

    def _id(self, moment: datetime) -> str:
        """As the product's own ids: in the order of their moments."""
        chance = self.random.getrandbits(74)
        milliseconds = int(moment.timestamp() * 1000)
        number = milliseconds << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (2**62 - 1)
        return str(UUID(int=number))
