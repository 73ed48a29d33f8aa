"""How well notes of real retrospectives are read, against what people labelled: `make bench-import`.

Texts are compared with case, punctuation, marks and spacing taken away, on their first 60
characters. The rules are written by hand, so that leaving a source out means to read it without the
words that only it uses: see `leaving_out`. Ends with 1 where a mark is missed.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from retrospectives.reading import Unreadable, read_all, told
from tests.bench import leaving_out
from tests.bench.shapes import ALL, HARD

DATA = Path(os.environ.get("IMPROVEMENT_TEST_DATA", "../shared/data"))
MARKS = {"notes": (0.9, 0.8), "actions": (0.75, 0.7)}  # recall, precision
SECONDS = 2.0
MEGABYTE = 1_000_000
MOST_MEMORY = 60  # bytes for a byte of text that people write
MOST_GROWTH = 2.3  # memory for twice the text
LONG = 0.5  # seconds from which on a hard text has a row of its own


@dataclass
class Score:
    """Labelled, read and found texts; owners and states of the actions found: right, of."""

    notes: Counter = field(default_factory=Counter)
    actions: Counter = field(default_factory=Counter)
    owners: Counter = field(default_factory=Counter)
    states: Counter = field(default_factory=Counter)
    dates: Counter = field(default_factory=Counter)

    def add(self, other: "Score") -> None:
        for name, counts in vars(self).items():
            counts.update(vars(other)[name])


def key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())[:60]


def notes_of(retrospectives: list[dict]) -> Counter:
    return Counter(
        key(note) for one in retrospectives for column in one["columns"] for note in column["notes"]
    )


def actions_of(retrospectives: list[dict]) -> Counter:
    return Counter(key(action["text"]) for one in retrospectives for action in one["actions"])


def score(label: dict, understood: list[dict]) -> Score:
    """What people labelled against what `read_notes` tells."""
    labelled = {key(action["text"]): action for action in label["actions"]}
    actions = [action for one in understood for action in one["actions"]]
    found = [(labelled[key(row["text"])], row) for row in actions if key(row["text"]) in labelled]
    result = Score(notes=_counts(notes_of([label]), notes_of(understood)))
    result.actions = _counts(actions_of([label]), actions_of(understood))
    owners = [(mine["owner"], row["owner"]) for mine, row in found]
    result.owners = _right([pair for pair in owners if any(pair)])
    result.states = _right([(mine["done"], row["done"]) for mine, row in found])
    result.dates = _right([(label["date"], understood[0]["date"])])
    return result


def _counts(wanted: Counter, got: Counter) -> Counter:
    return Counter(labelled=wanted.total(), read=got.total(), found=(wanted & got).total())


def _right(pairs: list[tuple]) -> Counter:
    return Counter(of=len(pairs), right=sum(wanted == got for wanted, got in pairs))


def recall(counts: Counter) -> float:
    return counts["found"] / counts["labelled"] if counts["labelled"] else 1.0


def precision(counts: Counter) -> float:
    return counts["found"] / counts["read"] if counts["read"] else 1.0


def missed(label: dict, understood: list[dict]) -> list[str]:
    """What differs, for whoever works on the rules."""
    rows = []
    for name, texts_of in (("note", notes_of), ("action", actions_of)):
        wanted, got = texts_of([label]), texts_of(understood)
        rows += [(f"- {name}", wanted - got), (f"+ {name}", got - wanted)]
    return [f"    {sign} {text}" for sign, texts in rows for text in texts]


HEAD = (
    "| text | notes | read | recall | precision | actions | read | recall | precision "
    "| owners | status | day |"
)


def row(name: str, counts: Score) -> str:
    cells = [name]
    for kind in (counts.notes, counts.actions):
        cells += [str(kind["labelled"]), str(kind["read"]), f"{recall(kind):.2f}", f"{precision(kind):.2f}"]
    for kind in (counts.owners, counts.states, counts.dates):
        cells.append(f"{kind['right']}/{kind['of']}" if kind["of"] else "")
    return f"| {' | '.join(cells)} |"


def source_of(label: dict) -> str:
    return "/".join(label["source"].split("/")[3:5])


def main(verbose: bool) -> bool:
    labels = [json.loads(line) for line in (DATA / "retros.jsonl").read_text().splitlines()]
    total, sources = Score(), {}
    print(HEAD, "| --- " * 12 + "|", sep="\n")
    for label in labels:
        name = Path(label["raw"]).name
        understood = [told(reading, name) for reading in read_all(text_of(label))]
        counts = score(label, understood)
        total.add(counts)
        sources.setdefault(source_of(label), Score()).add(counts)
        print(row(name.removesuffix(".md"), counts))
        if verbose:
            print(*missed(label, understood), sep="\n")
    print(row("**all**", total))
    for source in sources:
        print(row(f"only {source}", sources[source]))
    leave_out(labels)
    print(f"\nAll texts in one: {len(read_all(joined()))} retrospectives of {len(labels)}.")
    reached = {"notes": total.notes, "actions": total.actions}
    held = [
        recall(reached[kind]) >= least and precision(reached[kind]) >= exact
        for kind, (least, exact) in MARKS.items()
    ]
    return all(held) and costs()


def text_of(label: dict) -> bytes:
    return (DATA / "retrospectives" / Path(label["raw"]).name).read_bytes()


def leave_out(labels: list[dict]) -> None:
    """Read each source without the words that decide in its texts alone; say what else it alone needs."""
    texts: dict[str, list[bytes]] = {}
    for label in labels:
        texts.setdefault(source_of(label), []).append(text_of(label))
    own, unseen, total = leaving_out.words_of_one_source(texts), leaving_out.unseen_texts(), Score()
    print("\nEach source without the words that decide in its texts alone:\n")
    print(HEAD, "| --- " * 12 + "|", sep="\n")
    for label in labels:
        with leaving_out.without(own[source_of(label)]):
            counts = score(label, [told(reading, "") for reading in read_all(text_of(label))])
        total.add(counts)
        print(row(Path(label["raw"]).stem, counts))
    print(row("**all**", total), end="\n\n")
    for source, entries in own.items():
        known = leaving_out.also_decide(entries, unseen)
        alone = "; ".join(sorted(f"{phrase} ({table})" for table, phrase in entries - known))
        print(f"Only {source}: {alone}. In texts that the rules were not made for as well: {len(known)}.")
    ran = leaving_out.lines_run(texts | {"": unseen})
    alone = Counter(source for sources in ran.values() if len(sources) == 1 for source in sources if source)
    told_of = ", ".join(f"{source} {count}" for source, count in alone.most_common())
    print(f"Of {len(ran)} lines of the reader that run, {alone.total()} run for one source alone: {told_of}.")


def joined() -> str:
    """All real texts, one after the other."""
    return "\n\n".join(path.read_text() for path in sorted((DATA / "retrospectives").glob("*.md")))


def long_text(size: int) -> str:
    """Real texts one after the other until there are that many bytes."""
    whole = joined()
    return (whole * (size // len(whole) + 1)).encode()[:size].decode(errors="ignore")


def costs() -> bool:
    """Time and memory for texts of 1 MB and less; each in a process of its own."""
    print("\n| 1 MB of | seconds | peak MB | MB at a half | MB at a quarter |", "| --- " * 5 + "|", sep="\n")
    held, quick = True, []
    for name in ["real texts", *ALL]:
        seconds, peak = measured(name, MEGABYTE)
        held = held and seconds < SECONDS
        if name in HARD and seconds < LONG:
            quick.append(seconds)
            continue
        peaks = [peak, *(measured(name, MEGABYTE // part)[1] for part in (2, 4))]
        print(f"| {name} | {seconds:.2f} | {' | '.join(f'{peak:.1f}' for peak in peaks)} |")
        held = held and peaks[0] < MOST_GROWTH * peaks[1] and (name in HARD or peaks[0] < MOST_MEMORY)
    print(f"\n{len(quick)} other hard texts of 1 MB: at most {max(quick):.2f} s.")
    return held


def measured(name: str, size: int) -> tuple[float, float]:
    """Seconds, and megabytes more than before reading, of one text in a new process."""
    out = subprocess.run(
        [sys.executable, "-m", "tests.bench.imports", "--cost", name, str(size)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    seconds, peak = out.split()
    return float(seconds), float(peak)


def cost(name: str, size: int) -> None:
    text = ({"real texts": long_text} | ALL)[name](size)
    before, start = _peak(), time.process_time()
    with suppress(Unreadable):
        read_all(text)
    seconds = time.process_time() - start
    print(seconds, _peak() - before)


def _peak() -> float:
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


if __name__ == "__main__":
    if "--cost" in sys.argv:
        cost(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(not main("-v" in sys.argv))
