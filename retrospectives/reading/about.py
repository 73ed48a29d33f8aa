"""What a text tells of the retrospective itself: title, day, team, people, links."""

import re

from retrospectives.reading.building import Builder
from retrospectives.reading.dates import Days
from retrospectives.reading.structure import Role
from retrospectives.reading.tokens import Token
from retrospectives.reading.words import folded, phrases, says_nothing

LONGEST_TITLE = 100
LONGEST_NAME = 60
NAMES = {
    "date": """
        date; day; when; held on; meeting date; retro date; datum; dag; när; tag; wann; am; jour; quand; le
        fecha; día; cuándo; data; dia; quando
        """,
    "team": """
        team; squad; team name; group; product team; lag; teamet; lagnamn; grupp; gruppe; équipe; groupe
        equipo; grupo; equipe; time
        """,
    "people": """
        participants; participant; attendees; attending; attended; present; people; who; attendance
        team members; members; facilitator; facilitated by; moderator; scrum master; host; note keeper; scribe
        deltagare; närvarande; deltog; vilka; samtalsledare; teilnehmer; teilnehmerinnen; teilnehmende
        anwesend; anwesende; moderation; wer; présents; animateur; animatrice; animé par; qui
        participantes; asistentes; presentes; facilitador; facilitadora; moderador; quem; quién
        """,
    "title": """
        title; retrospective; retro; subject; name; titel; namn; titre; título; nome; nombre; board; rubrik
        """,
}
_NAMES = {name: field for field, text in NAMES.items() for name in phrases(text)}
_PAIR = re.compile(r"^([^:|=]{2,30}?)\s*[:=]\s*(\S.*)$")
_URL = re.compile(r"https?://[^\s<>\"'()\[\]]+(?:\([^\s()]*\))?[^\s<>\"'()\[\].,;:!?]*")
_LINKED = re.compile(r"\[([^\[\]]+)\]\([^()]*\)")
_IN_TAG = re.compile(r"<[^<>]*+>")
_ADDRESS = re.compile(r"\([^\s()@]++@[^\s()]++\)")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/&]|<br\s*/?>|\s(?:and|och|und|et|y|e)\s)\s*", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\((https?://[^\s()]{1,2000})\)")
_TEAM = (
    re.compile(r"\b((?:Team|Squad|Lag|Équipe|Equipe|Equipo|Grupo|Time)\s+[A-ZÅÄÖÉ0-9][\w&.-]*)"),
    re.compile(r"\b([A-ZÅÄÖÉ][\w&.-]*(?:\s+[A-ZÅÄÖÉ][\w&.-]*)?\s+[Tt]eam)\b"),
)
_TEAM_ALONE = re.compile(
    r"(?:Team|Squad|Lag|Équipe|Equipe|Equipo|Grupo)\s+[A-ZÅÄÖÉ0-9][\w&.-]*(?:\s[\w&.-]+)?"
)
_BESIDE_TEAM = re.compile(
    r"[\W_]*\b(?:\w*trospe\w*|retro|återblick\w*|rückblick\w*|rétro\w*|post ?mortem|sprint|iteration|release|"
    r"notes?|meeting|board|from|for|of|the|av|för|vom|der|du|de|del|da|do|am|on|week|vecka|w)\b[\W_]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b\d")
_GENERIC = frozenset((
    "weekly", "monthly", "quarterly", "yearly", "annual", "project", "team", "incident", "product", "final",
    "discovery", "lessons", "our", "my", "the", "first", "last", "second", "mid", "january", "february",
    "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
))  # fmt: skip


def pair_of(text: str) -> tuple[str, str]:
    """The field that stands before a colon, and what stands behind: `"Team: Red"` → `("team", "Red")`."""
    match = _PAIR.match(text)
    field = _NAMES.get(folded(match[1]), "") if match else ""
    return (field, match[2].strip("* ")) if field else ("", text)


def field_named(text: str) -> str:
    """The field that a cell or a heading names, or ""."""
    return _NAMES.get(folded(text.strip().rstrip(":")), "") if len(text) < 40 else ""


def tell(builder: Builder, number: int, field: str, value: str) -> bool:
    """Take what a line tells of the retrospective; False where it told that already, or nothing."""
    reading, value = builder.reading, " ".join(value.split())
    if says_nothing(value):
        return False
    if field == "date" and not reading.date and (day := builder.days.find(value)):
        reading.date = day
        builder.mark(number, Role.DATE)
    elif field == "team" and not reading.team and value[0].isalpha():
        reading.team = value[:LONGEST_TITLE].strip()
        builder.mark(number, Role.TEAM)
    elif field == "people" and (names := names_in(value)):
        builder.add_people(names)
        builder.mark(number, Role.PARTICIPANTS)
    elif field == "title" and not reading.title:
        reading.title = value[:LONGEST_TITLE].strip()
        builder.mark(number, Role.TITLE)
    else:
        return False
    return True


def names_in(text: str) -> list[str]:
    """The names in a list of people; empty where they are sentences."""
    text = _ADDRESS.sub("", _LINKED.sub(r"\1", text))
    text = _IN_TAG.sub(lambda tag: "" if "@" in tag[0] or "mail" in tag[0] else tag[0], text)
    names = [" ".join(part.split()).strip(" .@*") for part in _BETWEEN_NAMES.split(text)]
    return [name for name in names if name and len(name) <= LONGEST_NAME and not says_nothing(name)]


def take_links(builder: Builder, number: int, text: str) -> bool:
    """Keep the addresses of a line that is no note; False where there is none."""
    found = [(match[2], match[1]) for match in _LINK.finditer(text)]
    if not found:
        urls = _URL.findall(text)
        words = _URL.sub(" ", text).strip(" :<>-–—")
        found = [(url, words if len(urls) == 1 else "") for url in urls]
    for url, title in found:
        builder.link(number, url, " ".join(title.split()))
    if found:
        builder.mark(number, Role.LINK)
    return bool(found)


def find_title_and_day(builder: Builder, tokens: list[Token]) -> None:
    """The title is a heading above all notes; the day the first one named there. The team may be in it."""
    reading = builder.reading
    first = min((row.line for row in reading.rows), default=tokens[-1].number + 1 if tokens else 0)
    opening = next((token for token in tokens if token.kind not in {"aside", "blank"}), None)
    for token in tokens:
        if token.number >= first:
            break
        role = builder.role(token.number)
        if token.kind == "aside" or role not in {Role.LEFT_OUT, Role.DATE, Role.TITLE}:
            continue
        if not reading.team and _TEAM_ALONE.fullmatch(token.text):
            tell(builder, token.number, "team", token.text)
            continue
        day = "" if reading.date else token.day(builder.days.month_first)
        names = token.kind == "heading" or (token is opening and len(token.text) <= LONGEST_TITLE)
        if names and not reading.title and role == Role.LEFT_OUT and token.told[0] not in {"side", "links"}:
            reading.title = token.text
            builder.mark(token.number, Role.TITLE)
        if day:
            reading.date = day
            if builder.role(token.number) == Role.LEFT_OUT:
                builder.mark(token.number, Role.DATE)
    reading.team = reading.team or team_in(reading.title)


def day_of(days: Days, tokens: list[Token]) -> str:
    """The first day that is named above all columns, ISO, or ""."""
    for token in tokens:
        if token.kind == "heading" and token.told[0] in {"column", "action", "decision"}:
            return ""
        day = days.find(" ".join(token.cells)) if token.cells else token.day(days.month_first)
        if day and token.kind != "aside":
            return day
    return ""


def team_in(title: str) -> str:
    """The team that a title names: "Team Red retro", "Wallet Backend Retrospective"; else ""."""
    for pattern in _TEAM:
        if match := pattern.search(title):
            return match[1]
    rest = title if _NUMBER.search(title) else _BESIDE_TEAM.sub(" ", title)
    if rest == title or re.search(r"\d", rest):
        return ""
    words = rest.split()
    named = 0 < len(words) <= 4 and all(word[0].isupper() for word in words)
    return " ".join(words) if named and not {word.lower() for word in words} <= _GENERIC else ""
