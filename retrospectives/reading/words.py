"""Words by which a heading tells what stands under it, in the languages that teams write."""

import re
import unicodedata
from functools import lru_cache

COLUMN_WORDS = {
    "experiment": (
        "try", "experiment", "start doing", "start", "testa", "prova", "börja", "experimentar",
        "testen",
    ),
    "good": (
        "went well", "go well", "going well", "good", "glad", "liked", "continue", "keep", "kudos",
        "thanks", "wind", "positive", "proud", "success", "lucky", "helped", "worked well", "worked",
        "drop the mic", "gick bra", "går bra", "bra", "tack", "fortsätt", "behåll", "nöjd", "gut",
        "lief gut", "beibehalten", "pontos positivos", "positivos", "gostei", "foi bem", "bien", "bem",
    ),
    "hindering": (
        "went wrong", "wrong", "not well", "not so well", "didnt go well", "improve", "improved",
        "better", "bad", "mad", "sad", "stop", "lacked", "anchor", "rocks", "impediment", "impediments",
        "obstacle", "obstacles", "problem", "problems", "negative", "frustrating", "puzzles",
        "difficulties", "challenges", "pain", "risks", "gick dåligt", "dåligt", "mindre bra",
        "förbättra", "hinder", "sluta", "bättre", "problem", "schlecht", "verbessern", "stoppen",
        "hindernisse", "melhorar", "dificuldades", "problemas", "pontos negativos", "negativos",
        "mejorar",
    ),
    "idea": (
        "idea", "ideas", "suggestions", "wishes", "wish", "longed for", "island", "proposals", "idéer",
        "förslag", "önskemål", "ideen", "vorschläge", "ideias", "sugestões", "sugestoes",
    ),
    "open": (
        "learned", "learnt", "learnings", "lessons", "observations", "insights", "conclusions", "notes",
        "topics", "lärdomar", "lärt", "gelernt", "aprendizados", "aprendemos",
    ),
}  # fmt: skip

ACTION_WORDS = (
    "action", "actions", "action item", "action items", "next steps", "follow up", "todo", "to do",
    "agreements", "commitments", "åtgärder", "åtgärd", "att göra", "överenskommelser", "nästa steg",
    "maßnahmen", "nächste schritte", "ações", "acoes", "próximos passos", "acciones",
)  # fmt: skip

SIDE_WORDS = (
    "timeline", "links", "rules", "agenda", "attendees", "participants", "present", "summary",
    "background", "references", "this meeting", "meeting works", "introduction", "contents",
    "prime directive", "revision", "histórico de revisão", "deltagare", "närvarande", "dagordning",
    "tidslinje", "länkar", "teilnehmer",
)  # fmt: skip

NOTHING = {
    "na", "n a", "none", "nothing", "tbd", "todo", "inget", "inga", "ingenting", "nada", "nichts", "keine",
    "x",
}  # fmt: skip


def plain(text: str) -> str:
    """Lower case words without marks, emoji or `:names:` of emoji."""
    text = re.sub(r":[a-z0-9_+-]+:", " ", unicodedata.normalize("NFC", text).lower())
    text = re.sub(r"['’`]", "", text)
    return " ".join(re.findall(r"[^\W_]+", text))


def says_nothing(text: str) -> bool:
    """Whether a point is only a place holder."""
    words = plain(text)
    return not words and not re.search(r"[^\W\d_]|\d|[^\x00-\u2fff]", text) or words in NOTHING


@lru_cache(maxsize=2048)
def kind_of(heading: str) -> tuple[str, str]:
    """`("column", leaning)`, `("action", "")`, `("side", "")`, or `("", "open")` where it tells nothing.

    The longest phrase found decides: "what could have gone better" is no "gone well".
    """
    words = f" {plain(heading)} "
    if len(words) > 90:
        return "", "open"
    found = [(len(phrase), kind, leaning) for phrase, kind, leaning in _PHRASES if f" {phrase} " in words]
    if not found:
        return "", "open"
    _length, kind, leaning = max(found)
    return kind, leaning


_PHRASES = [
    *[(phrase, "column", leaning) for leaning, phrases in COLUMN_WORDS.items() for phrase in phrases],
    *[(phrase, "action", "") for phrase in ACTION_WORDS],
    *[(phrase, "side", "") for phrase in SIDE_WORDS],
]
