"""Texts of items and comments in English, Swedish and German, from a fixed seed.

Words follow Zipf's law as those of people do: a few are in most texts, most are in very few. Each
language has its frequent small words, a few hundred words of the trade in their forms, and a long tail of
compounds. Ready sentences are drawn anew for each text; some words of the tail are added to every text,
so that rare words stay rare however many items there are.
"""

from itertools import accumulate
from random import Random

FREQUENT = {
    "en": "the to and we of a in is for it that not on are with this be have our as no too when they from "
    "every before only after more who must does or",
    "sv": "och att vi det som en i är för inte på till av med den har de om ett men så när varje innan efter "
    "mer vem måste eller bara från",
    "de": "die der und wir das nicht ist in zu es den mit auf für ein eine dass werden haben auch von bei "
    "nach vor jede mehr wer muss oder nur",
}
STEMS = {
    "en": "team release build test review deploy server meeting sprint customer report backlog product "
    "decision manager delay pipeline branch merge database environment access approval budget contract "
    "supplier training standard feedback interview user design estimate goal measure metric alert incident "
    "outage backup security login password document wiki handover onboarding calendar room office laptop "
    "license queue ticket support request change risk plan forecast priority scope defect retrospective "
    "facilitator agreement experiment improvement impediment dependency interface library script monitor "
    "dashboard requirement workshop planning story task board column limit wait block help learn share "
    "explain decide answer promise measure remove simplify automate repeat improve agree",
    "sv": "team leverans bygge test granskning driftsättning server möte sprint kund rapport beslut chef "
    "försening flöde miljö behörighet godkännande budget avtal leverantör utbildning standard återkoppling "
    "användare design uppskattning mål mätning larm avbrott säkerhet inloggning dokument överlämning "
    "kalender rum kontor dator licens kö ärende support förändring risk plan prognos prioritet omfattning "
    "fel överenskommelse experiment förbättring hinder beroende gränssnitt bibliotek skript övervakning krav "
    "verkstad planering uppgift tavla kolumn gräns väntan hjälp lärande ansvar verksamhet förvaltning",
    "de": "Team Auslieferung Bau Test Prüfung Bereitstellung Server Besprechung Kunde Bericht Entscheidung "
    "Leitung Verzögerung Umgebung Zugang Freigabe Budget Vertrag Lieferant Schulung Standard Rückmeldung "
    "Nutzer Entwurf Schätzung Ziel Messung Alarm Ausfall Sicherheit Anmeldung Dokument Übergabe Kalender "
    "Raum Büro Rechner Lizenz Warteschlange Anfrage Änderung Risiko Plan Prognose Priorität Umfang Fehler "
    "Vereinbarung Experiment Verbesserung Hindernis Abhängigkeit Schnittstelle Bibliothek Skript Anforderung "
    "Werkstatt Planung Aufgabe Tafel Spalte Grenze Hilfe Verantwortung Betrieb",
}
ENDINGS = {
    "en": ("", "", "", "s", "s", "ed", "ing"),
    "sv": ("", "", "en", "er", "ar", "s", "erna"),
    "de": ("", "", "", "en", "e", "s"),
}
SEED = 20261127
RARE = "heliotrope"
"""A word that `RARE_ITEMS` items say, and no other."""
RARE_ITEMS = 7
SENTENCES = 20_000
TAIL = 12_000


class Tongue:
    """One language: its sentences, and the tail of words that few texts hold."""

    def __init__(self, name: str, random: Random):
        stems, endings = STEMS[name].split(), ENDINGS[name]
        trade = [stem + random.choice(endings) for stem in stems for _form in range(3)]
        random.shuffle(trade)
        joined = {random.choice(stems) + random.choice(stems).lower() for _word in range(TAIL)}
        self.tail = sorted(joined)
        random.shuffle(self.tail)
        ranked = _interleaved(FREQUENT[name].split(), trade) + self.tail
        weights = list(accumulate(1 / (rank + 4) for rank in range(len(ranked))))
        drawn = iter(random.choices(ranked, cum_weights=weights, k=SENTENCES * 14))
        self.sentences = []
        for _sentence in range(SENTENCES):
            words = [next(drawn) for _word in range(random.randint(5, 13))]
            self.sentences.append(" ".join(words).capitalize() + ".")


def _interleaved(small: list[str], trade: list[str]) -> list[str]:
    """Small words first, more and more words of the trade among them."""
    ranked, rest = [], iter(trade)
    for place, word in enumerate(small):
        ranked.append(word)
        ranked.extend(next(rest) for _trade in range(place // 4))
    return ranked + list(rest)


class Writer:
    """Writes titles and texts; each item and its talk keep to one language."""

    def __init__(self, seed: int):
        self.random = Random(seed)
        self.tongues = [Tongue(name, self.random) for name in ("en", "en", "sv", "sv", "de")]

    def tongue(self) -> Tongue:
        return self.random.choice(self.tongues)

    def title(self, tongue: Tongue) -> str:
        words = self.random.choice(tongue.sentences)[:-1].split()[:8]
        return " ".join([*words, self.random.choice(tongue.tail)])[:190]

    def text(self, tongue: Tongue, least: int, most: int) -> str:
        said = self.random.choices(tongue.sentences, k=self.random.randint(least, most))
        return f"{' '.join(said)} {self.random.choice(tongue.tail)}."
