"""What is told beside the words of an action: who does it, until when, and how far it is."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import partial

from retrospectives.reading.authors import is_name
from retrospectives.reading.dates import Days, is_only_date
from retrospectives.reading.heads import field_of
from retrospectives.reading.words import folded, phrases

_OWNER = re.compile(
    r"^(?:\[([^\]]{1,40})\]|(@[\w-]{1,39})|([^\s:(][^:.!?(]{0,30}))(?::|(?<=\])|(?<=\w)\s(?:[-–—→]|->)\s)\s*(.+)$",
    re.S,
)
_TO = re.compile(r"^@([\w.-]{2,39})\s+(?=\S)")
MOST_NAME_WORDS = 4
LOOKED_BACK = 140  # signs at the end of an action that may tell something beside it
_DONE = frozenset(
    phrases("""
    done; completed; complete; closed; finished; resolved; fixed; yes; x; true; shipped; klar; klart
    färdig; färdigt; avslutad; stängd; ja; gjord; gjort; åtgärdad; erledigt; fertig; abgeschlossen
    geschlossen; fait; terminé; terminée; clos; oui; réalisé; hecho; completado; terminado; cerrado; sí
    feito; concluído; concluída; finalizado; fechado; sim
    """)
)
_OPEN = frozenset(
    phrases("""
    open; todo; to do; in progress; wip; ongoing; doing; not started; pending; new; no; blocked; started
    waiting; not done; incomplete; false; on hold; active; planned; öppen; pågår; pågående; ej påbörjad
    påbörjad; nej; väntar; ej klar; inte klar; planerad; offen; in arbeit; laufend; nein; nicht begonnen
    begonnen; nicht erledigt; geplant; ouvert; en cours; non; à faire; pas commencé; abierto; en progreso
    en curso; pendiente; sin empezar; aberto; em andamento; pendente; não; em progresso; a fazer
    não iniciado
    """)
)
_ENDING = re.compile(
    r"\s*(?:\*?[(\[]([^()\[\]]{2,120})[)\]]\*?|(?:[–—|→]|\s-(?=\s))\s*([^–—|→()]{2,80}))\s*\.?$"
)
_STATUS_FIRST = re.compile(
    r"^(?:\[([^\]]{2,20})\]|\(([^)]{2,20})\)|(?:\*\*|__)([^*_]{2,20}?):?(?:\*\*|__):?)\s*[:–—-]?\s*(?=\S)"
)
_STATUS_LAST = re.compile(r"[\s:–—-]*(?:\*\*|__)([^*_]{2,20})(?:\*\*|__)\s*\.?$")
_EVERYONE = frozenset(["all", "everyone", "everybody", "team", "alla", "alle", "tous", "todos"])
_NAMED = re.compile(r"(?:[^\W\d_][^\W\d_]*[^\W\d_A-ZÅÄÖÉ][\w.'’-]*(?:\s+|$)){1,3}$")  # no API, no v2
_STRUCK = re.compile(r"^~~(.+)~~$", re.S)
_HANDLE = re.compile(r"\s+@([\w.-]{2,39})$")
_BY_WORDS = (
    r"(?:due|by|before|until|deadline|senast|före|innan|till|bis|vor|fällig|avant|pour|d['’]ici|jusqu['’]au|"
    r"antes|para|hasta|até|prazo)"
)
_BY = re.compile(rf"\b{_BY_WORDS}\b(?:[^.;]|(?<=\d)\.){{0,40}}$", re.IGNORECASE)
_BEFORE_DAY = re.compile(rf"^{_BY_WORDS}\b:?\s*", re.IGNORECASE)


@dataclass
class Task:
    """An action's words and what was told beside them. `due` is ISO or ""."""

    text: str
    owner: str = ""
    due: str = ""
    status: str = ""
    done: bool | None = None


def task_of(raw: str, clean, *, days: Days, people: Set[str] = frozenset()) -> Task:
    """What the words of an action tell. `clean` takes marks away; `people` are names of people."""
    task = Task(raw.strip())
    if match := _STRUCK.match(task.text):
        task.text, task.done = match[1], True
    for found in (_STATUS_FIRST.match, partial(_at_end, _STATUS_LAST)):
        match = found(task.text)
        word = next((part for part in match.groups() if part), "") if match else ""
        if word and is_status(word) and len(word) < len(task.text):
            task.text = f"{task.text[: match.start()]} {task.text[match.end() :]}".strip()
            _tell_status(task, word)
    task.text = clean(task.text)
    _take_endings(task, days, people)
    owner, text = owner_of(task.text)
    if owner and not task.owner:
        task.owner, task.text = owner, text
    elif not task.owner and (match := _HANDLE.search(task.text)):
        task.owner, task.text = match[1], task.text[: match.start()]
    if not task.due and (match := _BY.search(task.text)):
        task.due = days.find_near(match[0])
    return task


def owner_of(text: str) -> tuple[str, str]:
    """Who stands before an action, as `Name:`, `[Name]` or `@name`, and the rest of it."""
    match = _OWNER.match(text)
    if not match:
        handle = _TO.match(text)
        return (handle[1], text[handle.end() :]) if handle else ("", text)
    name = next(part for part in match.groups()[:3] if part).strip()
    dashed = match[3] and text[match.end(3) :].lstrip()[:1] in "-–—→"
    looks_like_name = name.startswith("@") or (is_name(name) if dashed else True) and name[:1].isupper()
    if not looks_like_name or len(name.split()) > MOST_NAME_WORDS or is_status(name):
        return "", text
    return name.removeprefix("@"), match[4]


def is_status(word: str) -> bool:
    return folded(word) in _DONE or folded(word) in _OPEN


def done_of(word: str) -> bool | None:
    """Whether a status says that it is done; None where it says neither."""
    if word.strip()[:1] in {"✅", "✓", "✔", "☑"}:
        return True
    words = folded(word)
    return True if words in _DONE else False if words in _OPEN else None


def _only_day(text: str, days: Days) -> str:
    """The day that the words name and nothing else, but for "by" or "due" before it."""
    bare = _BEFORE_DAY.sub("", text)
    return days.find_near(bare) if is_only_date(bare) else ""


def _at_end(pattern: re.Pattern, text: str) -> re.Match | None:
    """What stands at the end of the text; the whole of a long one would be looked through again and again."""
    return pattern.search(text, max(0, len(text) - LOOKED_BACK))


def _tell_status(task: Task, word: str) -> None:
    task.status = task.status or word.strip()
    task.done = done_of(word) if task.done is None else task.done


def _take_endings(task: Task, days: Days, people: Set[str]) -> None:
    """Take away what is told behind the words, as long as all of it is understood."""
    for _turn in range(3):
        match = _at_end(_ENDING, task.text)
        if not match or not match.start():
            return
        told = _understood(match[1] or match[2], days, people, only=bool(match[2]))
        if not told:
            return
        task.text = task.text[: match.start()].rstrip(" ,;")
        task.owner = task.owner or told.get("owner", "")
        task.due = task.due or told.get("due", "")
        if word := told.get("status"):
            _tell_status(task, word)


def _understood(text: str, days: Days, people: Set[str], only: bool) -> dict[str, str]:
    """Owner, due and status told in a few words; empty where a part of them tells something else.

    With `only`, a name alone is not taken for an owner: a dash stands before many words.
    """
    if day := _only_day(text.strip(), days):
        return {"due": day}
    told = {}
    for part in re.split(r"[;,](?!\d)", text):
        name, colon, value = part.strip().partition(":")
        field = field_of(name) if colon else ""
        value = value.strip() if colon else part.strip()
        day = _only_day(value, days)
        if field == "owner" or (not colon and value.startswith("@")):
            told["owner"] = value.removeprefix("@")
        elif day and field in {"due", "date", ""}:
            told["due"] = day
        elif field == "status" or (not colon and is_status(value)):
            told["status"] = value
        elif not colon and (
            value.casefold() in people
            or value.casefold() in _EVERYONE
            or (told and is_name(value) and value[:1].isupper())
        ):
            told["owner"] = value
        elif not colon and not only and value[:1].isupper() and is_name(value) and _NAMED.match(value):
            told.setdefault("owner", value)
        else:
            return {}
    return told if "," not in text or len(told) > 1 or set(told) != {"owner"} else {}
