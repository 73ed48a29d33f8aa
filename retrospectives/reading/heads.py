"""What the heads of a table's columns say, in the words of the usual tools and of six languages."""

from dataclasses import dataclass, field
from functools import lru_cache

from retrospectives.reading.words import LONGEST_KEPT, kind_of, plain

NAMES = {
    "text": (
        "text", "description", "idea", "feedback", "note", "card", "card text", "content", "message", "item",
        "summary", "sticky note", "sticky", "reflection", "thought", "what", "body", "point", "observation",
        "retro item", "feedback item", "notes", "answer", "response", "statement",
        "beskrivning", "anteckning", "kort", "lapp", "idé", "ide", "innehåll", "vad", "synpunkt", "punkt",
        "beschreibung", "notiz", "karte", "inhalt", "idee", "rückmeldung", "was", "beitrag",
        "idée", "texte", "contenu", "remarque", "carte", "retour", "quoi",
        "descripción", "descripcion", "texto", "nota", "contenido", "tarjeta", "comentario", "qué",
        "descrição", "descricao", "ideia", "conteúdo", "conteudo", "cartão", "comentário", "o quê",
    ),
    "column": (
        "column", "category", "list", "lane", "section", "area", "prompt", "column name", "board column",
        "list name", "frame", "quadrant", "feedback type", "question", "column title", "feedback column",
        "kategori", "kolumn", "rubrik", "fråga", "spalte", "kategorie", "bereich", "frage",
        "colonne", "catégorie", "categorie", "rubrique", "columna", "categoría", "coluna", "categoria",
    ),
    "kind": (
        "kind", "type", "item type", "card type", "issue type", "record type", "typ", "sort", "art",
        "tipo", "genre",
    ),
    "votes": (
        "votes", "vote", "vote count", "likes", "upvotes", "total votes", "number of votes", "1", "thumbsup",
        "score", "points", "röster", "antal röster", "stimmen", "punkte", "voix", "votos", "votes received",
    ),
    "author": (
        "author", "created by", "creator", "created user", "submitted by", "reporter", "participant", "user",
        "added by", "written by", "by", "from", "last updated by",
        "författare", "skapad av", "skriven av", "autor", "erstellt von", "verfasser", "von", "auteur",
        "créé par", "cree par", "creado por", "criado por", "autora",
    ),
    "group": (
        "group", "topic", "theme", "cluster", "reflection group", "group name", "group title", "grouping",
        "grupp", "tema", "ämne", "gruppe", "thema", "groupe", "thème", "sujet", "grupo", "tópico",
    ),
    "action": (
        "action", "action item", "task", "todo", "to do", "next step", "åtgärd", "uppgift", "att göra",
        "maßnahme", "massnahme", "aufgabe", "tâche", "acción", "accion", "tarea", "ação", "acao", "tarefa",
        "work item title", "work item",
    ),
    "context": ("feedback description", "work item type", "url", "id"),
    "created": (
        "created", "created at", "created date", "created on", "date created", "timestamp", "skapad",
        "skapad den", "erstellt am", "créé le", "creado", "creado el", "criado em",
    ),
    "owner": (
        "owner", "assignee", "assigned to", "responsible", "who", "owners", "responsible person", "assignees",
        "ansvarig", "tilldelad", "vem", "verantwortlich", "verantwortliche", "zuständig", "wer", "besitzer",
        "responsable", "qui", "assigné à", "pilote", "encargado", "quién", "quien", "asignado a",
        "responsável", "responsavel", "quem", "atribuído a", "dono",
    ),
    "due": (
        "due", "due date", "deadline", "by when", "when", "target date", "due on", "duedate",
        "förfallodatum", "senast", "klart senast", "när", "slutdatum", "fällig", "fällig am", "frist",
        "termin", "bis wann", "wann", "bis", "échéance", "echeance", "date limite", "quand", "délai",
        "fecha límite", "fecha limite", "vencimiento", "plazo", "cuándo", "prazo", "vencimento",
        "data limite", "quando",
    ),
    "status": (
        "status", "state", "progress", "done", "completed", "complete", "resolution", "läge", "klar",
        "zustand", "stand", "erledigt", "statut", "état", "etat", "estado", "situação", "situacao",
        "concluído", "hecho", "fait",
    ),
    "comments": (
        "comments", "replies", "discussion", "discussion thread", "thread", "kommentarer", "kommentare",
        "commentaires", "comentarios", "comentários",
    ),
    "decision": ("decision", "decisions", "beslut", "entscheidung", "décision", "decisión", "decisão"),
    "retrospective": (
        "retrospective", "retro", "board", "board name", "board title", "meeting", "sprint", "iteration",
        "retro title", "retrospective name", "session", "meeting name", "möte", "tavla", "sitzung", "réunion",
        "reunión", "reunião", "retrospektiv", "retrospektive", "rétrospective", "retrospectiva",
    ),
    "date": (
        "date", "meeting date", "retro date", "retrospective date", "datum", "fecha", "data", "session date",
    ),
    "team": ("team", "team name", "squad", "lag", "équipe", "equipe", "equipo"),
    "no": ("no",),
}  # fmt: skip
_FIELDS = {name: field for field, names in NAMES.items() for name in names}
_WITHIN = {
    name: _FIELDS[name]
    for name in (
        "votes", "created by", "due date", "deadline", "assigned to", "assignee", "owner", "status", "author",
        "comments", "röster", "ansvarig", "stimmen", "verantwortlich", "votos", "responsable", "responsável",
    )
}  # fmt: skip
WORDS = ("text", "action", "decision")  # heads under which something is said
MOST_WORDS = 5


@dataclass
class Head:
    """For each place in a row: the field it holds, or the title and leaning of a column of notes."""

    fields: dict[int, str] = field(default_factory=dict)
    columns: dict[int, tuple[str, str]] = field(default_factory=dict)
    size: int = 0

    @property
    def is_known(self) -> bool:
        """Whether it tells enough: what is said, and of what kind it is; or two columns of notes."""
        known = set(self.fields.values())
        says = known & {*WORDS, "column"} or self.columns
        return bool(says) and len(known) + len(self.columns) > 1

    def place(self, name: str) -> int | None:
        return next((place for place, known in self.fields.items() if known == name), None)


def head_of(cells: list[str]) -> Head:
    """What each head says; the first of two that say the same counts, a second text is more of the first."""
    head = Head(size=len(cells))
    for place, cell in enumerate(cells):
        name = field_of(cell)
        if name and name not in head.fields.values():
            head.fields[place] = name
        elif name == "text" and "detail" not in head.fields.values():
            head.fields[place] = "detail"
        elif not name and kind_of(cell)[0] == "column":
            head.columns[place] = (cell, kind_of(cell)[1])
    _settle(head, cells)
    return head


def _settle(head: Head, cells: list[str]) -> None:
    """ "Type" is the column where no other head is; "Actions" among columns of notes holds actions."""
    known = {name: place for place, name in head.fields.items()}
    if "kind" in known and "column" not in known:
        head.fields[known["kind"]] = "column"
    for place, cell in enumerate(cells):
        if place not in head.fields and "action" not in known and kind_of(cell)[0] == "action":
            head.fields[place] = "action"
        elif place not in head.fields and "decision" not in known and kind_of(cell)[0] == "decision":
            head.fields[place] = "decision"
    if "text" not in known and "group" in known and "action" not in known:
        head.fields[known["group"]] = "text"


def field_of(cell: str) -> str:
    """The field that a head names, or ""."""
    return _field_of(cell) if len(cell) <= LONGEST_KEPT else ""


@lru_cache(maxsize=1024)
def _field_of(cell: str) -> str:
    words = plain(cell) or cell.strip()
    if words in _FIELDS:
        return _FIELDS[words]
    if cell.strip() in {"👍", ":thumbsup:", "+1"}:
        return "votes"
    if kind_of(cell)[0] or len(words.split()) > MOST_WORDS:
        return ""
    found = [name for name in _WITHIN if f" {name} " in f" {words} "]
    return _WITHIN[max(found, key=len)] if found else ""
