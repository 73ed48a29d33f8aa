"""Very many different searches: what people ask for, in all the ways the box knows.

`questions` gives kind → searches. Words are drawn from those that the texts are made of, common and
rare ones, in the three languages; each filter stands beside a common word, where it costs most, and alone.
"""

from random import Random

from tests.bench.organization import GROUPS, PEOPLE, TEAMS
from tests.bench.texts import RARE, STEMS, Writer

EACH = 30
"""Of words alone there are more, so that the slowest of a hundred is not just the slowest."""
FILTERS = (
    *(f"age:>{days}" for days in (3, 30, 100, 400, 1_000)),
    *(f"age:<{days}" for days in (2, 10, 60, 500)),
    *(f"silent:>{days}" for days in (10, 60, 200, 800)),
    *(f"state:{state}" for state in ("new", "ready", "doing", "confirmed", "learning", "lapsed")),
    *(f"kind:{kind}" for kind in ("impediment", "improvement", "experiment")),
    *(f"flag:{flag}" for flag in ("stale", "unanswered", "overdue")),
    *(f'team:"{GROUPS[0][0]} {number + 1}"' for number in range(TEAMS)),
    *(f'owner:"{GROUPS[0][0]} Person {team}{seat}"' for team in range(3) for seat in range(0, PEOPLE, 3)),
    *(f"group:{name}" for name, _share in GROUPS[:2]),
)


def questions(seed: int, numbers: int) -> dict[str, list[str]]:
    """Each search once; `numbers` is the highest number of an item."""
    random = Random(seed)
    trade = {name: words.split() for name, words in STEMS.items()}
    words = sorted({word for each in trade.values() for word in each})
    beside = [*FILTERS, *FILTERS]
    tails = [word for tongue in Writer(seed).tongues for word in random.sample(tongue.tail, 2 * EACH)]

    def two() -> str:
        return " ".join(random.sample(random.choice(list(trade.values())), 2))

    def drawn(make) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < EACH:
            found[make()] = None
        return list(found)

    return {
        "a common word": random.sample(words, len(words)),
        "a rare word": [RARE, *tails],
        "two common words": drawn(two),
        "three common words": drawn(lambda: f"{two()} {random.choice(words)}"),
        "a common and a rare word": drawn(lambda: f"{random.choice(words)} {random.choice(tails)}"),
        "a beginning": drawn(lambda: random.choice(words)[: random.randint(3, 5)].lower()),
        "a word and a beginning": drawn(lambda: f"{random.choice(words)} {random.choice(words)[:3].lower()}"),
        "a common word and a filter": [f"{random.choice(words)} {one}" for one in beside],
        "a beginning and a filter": [f"{one} {random.choice(words)[:4].lower()}" for one in FILTERS],
        "a rare word and a filter": [f"{random.choice(tails)} {one}" for one in FILTERS],
        "two filters": drawn(lambda: f"{random.choice(words)} {' '.join(random.sample(FILTERS, 2))}"),
        "filters alone": list(FILTERS),
        "a number": drawn(lambda: f"#{random.randint(1, numbers)}"),
        "nothing is found": drawn(lambda: f"{random.choice(words)} qu{random.randrange(10**6)}x"),
    }
