"""The same said otherwise, by rule: typing errors, another order and other forms, half of the words."""

from random import Random

NEAR = "etaoinsrhlu"
FORMS = (("ing", "ed"), ("ies", "y"), ("ed", "ing"), ("tion", "ting"), ("ly", ""), ("s", ""))
SHARE_OF_ERRORS = 1 / 3


def typing_errors(words: list[str], chance: Random) -> list[str]:
    """Every third word with one error: a letter missing, swapped, too many, or another."""
    return [_mistyped(word, chance) if chance.random() < SHARE_OF_ERRORS else word for word in words]


def order_and_forms(words: list[str], chance: Random) -> list[str]:
    """All words in another form, where a simple rule knows one, and in any order."""
    changed = [_other_form(word, chance) for word in words]
    chance.shuffle(changed)
    return changed


def half_the_words(words: list[str], chance: Random) -> list[str]:
    kept = sorted(chance.sample(range(len(words)), (len(words) + 1) // 2))
    return [words[place] for place in kept]


def all_at_once(words: list[str], chance: Random) -> list[str]:
    return half_the_words(order_and_forms(typing_errors(words, chance), chance), chance)


WAYS = {
    "typing errors": typing_errors,
    "other order and forms": order_and_forms,
    "half the words": half_the_words,
    "all three at once": all_at_once,
}


def reword(text: str, way: str, chance: Random) -> str:
    return " ".join(WAYS[way](text.split(), chance)) if text else ""


def _mistyped(word: str, chance: Random) -> str:
    if len(word) < 3:
        return word
    place = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return chance.choice(
        [
            before + after,
            before + after[:1] + letter + after[1:],
            before + chance.choice(NEAR) + letter + after,
            before + chance.choice(NEAR) + after,
        ]
    )


def _other_form(word: str, chance: Random) -> str:
    if len(word) < 4:
        return word
    for ending, other in FORMS:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word.removesuffix(ending) + other
    return word + chance.choice(["s", "ing", "ed"])
