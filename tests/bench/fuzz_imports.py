"""Made-up texts, many of them: no crash, none over a second, no line lost. `make fuzz-import`.

Texts come from a small grammar of what people paste, with junk in between; the same seed makes the
same texts. Ends with 1 and shows the text where something is wrong.
"""

import json
import random
import sys
import time
import traceback
from collections import Counter

from retrospectives.reading import Reading, Unreadable, decode, read_all, written
from tests.retrospectives.readings import check, said

WORDS = (
    "build", "demo", "red", "Monday", "slow", "pairing", "tests", "Kim", "Alex", "review", "the", "a", "went",
    "well", "improve", "actions", "none", "NA", "Went", "Åsa", "für", "équipe", "ação", "todo", "done",
    "2026-05-03", "3", "maj", "2026", "12/18/2019", "https://example.org/a", "+3", "(2", "votes)", "@kim",
    "owner:", "due:", "by",
)  # fmt: skip
HEADS = (
    "Went well", "To improve", "Actions", "Decisions", "Participants", "Links", "Timeline", "General",
    "Sprint 12 retrospective", "Vad gick bra?", "Was lief nicht gut", "À améliorer", "Próximos passos",
    "Qué salió mal", "2026-05-03", "Team Red", "Part 1", "Part 2", "", "Start", "Beslut", "Text", "Column",
    "Votes", "Owner", "Type", "Date: 3 May 2026",
)  # fmt: skip
JUNK = "-*#|[]()<>`~_:;,.\"'\\=+!?&%\t 1a\u00a0\u200b\u2028\ufeffö漢😀\x0b\x0c\x85"
SLOW = 1.0


def main(count: int, seed: int) -> bool:
    chance, kinds, slowest, readings = random.Random(seed), Counter(), (0.0, ""), 0
    begun = time.perf_counter()
    for number in range(count):
        text = text_of(chance)
        start = time.process_time()
        try:
            understood = read_all(text)
        except Unreadable as error:
            kinds[f"refused: {error.code}"] += 1
            continue
        except Exception:
            traceback.print_exc()
            return _wrong("a crash", number, text)
        seconds = time.process_time() - start
        slowest = max(slowest, (seconds, text if isinstance(text, str) else repr(text)))
        if seconds > SLOW:
            return _wrong(f"{seconds:.1f} s", number, text)
        try:
            _check(text, understood, again=number % 10 == 0)
        except Exception:
            traceback.print_exc()
            return _wrong("a lost line, or a loss in writing", number, text)
        readings += len(understood)
        kinds[understood[0].form] += 1
    print(f"{count} texts, {readings} retrospectives, seed {seed}, {time.perf_counter() - begun:.0f} s")
    print(f"no crash, no lost line; the slowest took {slowest[0] * 1000:.0f} ms")
    print(", ".join(f"{kind}: {times}" for kind, times in kinds.most_common()))
    return True


def _check(text: str | bytes, understood: list[Reading], again: bool) -> None:
    lines = decode(text) if isinstance(text, bytes) else text
    shown = understood[0].form in {"html", "json"}
    count = lines.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    check(understood, None if shown else count)
    for reading in understood if again else ():
        assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading
        for form in ("md", "csv", "json"):
            assert said(read_all(written(reading, form))[0]) == said(reading), form


def _wrong(what: str, number: int, text: str | bytes) -> bool:
    print(f"text {number}: {what}\n{text!r}")
    return False


def text_of(chance: random.Random) -> str | bytes:
    """A text of any of the forms that people paste; now and then in another encoding."""
    make = chance.choices((_notes, _table, _html, _csv, _junk, _json, _mixed), (40, 12, 14, 16, 8, 4, 6))[0]
    text = make(chance)
    if chance.random() < 0.05:
        encoding = chance.choice(("utf-8", "utf-16", "utf-16-le", "cp1252", "utf-8-sig"))
        return text.encode(encoding, errors="replace")
    return text.replace("\n", "\r\n") if chance.random() < 0.05 else text


def _words(chance: random.Random, most: int = 8) -> str:
    words = [chance.choice(WORDS) for _word in range(chance.randint(0, most))]
    if chance.random() < 0.15:
        words.append("".join(chance.choices(JUNK, k=chance.randint(1, 8))))
    return " ".join(words)


def _line(chance: random.Random) -> str:
    indent = " " * chance.choice((0, 0, 0, 1, 2, 2, 3, 4, 6, 12))
    mark = chance.choice(
        (
            "- ",
            "* ",
            "+ ",
            "1. ",
            "2) ",
            "• ",
            "– ",
            "- [ ] ",
            "- [x] ",
            "",
            "",
            "> ",
            "a) ",
            "** ",
            "[10:32] Kim: ",
        )
    )
    tag = chance.choice(
        ("", "", "", "[Kim] ", "Kim: ", "**ACTION:** ", "[Action Item] ", "~~", "@alex: ", "Start: ")
    )
    tail = chance.choice(
        ("", "", "", " (+3)", " (Kim, 2026-05-10)", " **Done**", " - done", " 👍 3", " (due: 3 May)")
    )
    return f"{indent}{mark}{tag}{_words(chance)}{tail}"


def _heading(chance: random.Random) -> str:
    head = chance.choice(HEADS)
    form = chance.choice(
        ("# {}", "## {}", "### {}", "**{}**", "{}", "{}:", "{}\n---", "{}\n===", "<h2>{}</h2>", "== {} ==")
    )
    return form.format(head)


def _notes(chance: random.Random) -> str:
    parts = []
    for _part in range(chance.randint(1, 14)):
        kind = chance.random()
        if kind < 0.25:
            parts.append(_heading(chance))
        elif kind < 0.35:
            parts.append("")
        elif kind < 0.4:
            parts.append(
                chance.choice(("---", "```", "<!-- x", "-->", "***", "![](a.png)", "[a]: http://b", "|"))
            )
        elif kind < 0.45:
            parts.append(
                chance.choice(
                    ("Date: 2026-05-03", "Team: Red", "Participants: Kim, Alex", "Datum: 3. Mai 2026")
                )
            )
        else:
            parts.append(_line(chance))
    return "\n".join(parts)


def _table(chance: random.Random) -> str:
    width = chance.randint(1, 4)
    rows = [[chance.choice(HEADS) for _cell in range(width)], ["---"] * width]
    rows += [
        [_words(chance, 3) for _cell in range(chance.randint(1, 5))] for _row in range(chance.randint(0, 4))
    ]
    edge = chance.choice(("| {} |", "{}"))
    table = "\n".join(edge.format(" | ".join(row)) for row in rows)
    return "\n".join((_heading(chance), "", table, chance.choice(("", _notes(chance)))))


def _csv(chance: random.Random) -> str:
    separator, width = chance.choice(",,;\t"), chance.randint(2, 5)
    rows = [[chance.choice(HEADS) for _cell in range(width)]]
    rows += [
        [_words(chance, 3).replace('"', '""') for _cell in range(chance.randint(1, width + 1))]
        for _row in range(chance.randint(0, 5))
    ]
    if chance.random() < 0.3:
        rows[-1][0] = f"{rows[-1][0]}\n{_words(chance, 3)}".replace('"', "")
    if chance.random() < 0.2:
        rows.insert(1, [chance.choice(("", chance.choice(HEADS)))])
    quoted = chance.random() < 0.8
    lines = [separator.join(f'"{cell}"' if quoted else cell for cell in row) for row in rows]
    return "\n".join(lines)


def _html(chance: random.Random) -> str:
    tags = (
        "p",
        "h2",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "div",
        "b",
        "script",
        "style",
        "br",
        "a",
        "ol",
        "pre",
    )
    parts = [chance.choice(("<html><body>", "<div>", "<h1>Retro</h1><ul>", "<!doctype html>", "<table>"))]
    for _part in range(chance.randint(1, 20)):
        tag = chance.choice(tags)
        parts.append(
            chance.choice(
                (f"<{tag}>", f"</{tag}>", f"<{tag}>{_words(chance, 4)}</{tag}>", _words(chance, 3), "\n")
            )
        )
        if chance.random() < 0.1:
            parts.append(f"<h2>{chance.choice(HEADS)}</h2>")
    return "".join(parts)


def _json(chance: random.Random) -> str:
    pool = (
        "",
        "x",
        3,
        None,
        True,
        [],
        {},
        ["x"],
        {"text": "Kim: y", "votes": 2, "done": False},
        "NA",
        "2026-05-03",
    )
    note = {"text": _words(chance), "author": chance.choice(pool), "votes": chance.choice(pool)}
    record = {
        "title": chance.choice(pool),
        "date": chance.choice(pool),
        "columns": [
            {"title": chance.choice(pool), "notes": [note, chance.choice(pool)]},
            chance.choice(pool),
        ],
        "actions": [
            chance.choice(pool),
            {"text": _words(chance), "owner": chance.choice(pool), "done": chance.choice(pool)},
        ],
    }
    text = json.dumps(
        chance.choice((record, [record], {"retrospectives": [record]})), indent=chance.choice((None, 1))
    )
    return text[: chance.choice((None, None, -1, 20))]


def _junk(chance: random.Random) -> str:
    return "".join(chance.choices(f"{JUNK}\n\n", k=chance.randint(0, 120)))


def _mixed(chance: random.Random) -> str:
    makers = (_notes, _table, _html, _csv, _junk)
    return "\n".join(chance.choice(makers)(chance) for _part in range(chance.randint(2, 4)))


if __name__ == "__main__":
    texts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sys.exit(not main(texts, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
