"""The style sheets keep their promises: small, readable in both themes, colours in one file only."""

import gzip
import re

import pytest

from improvement.settings import BASE_DIR

CSS = sorted((BASE_DIR / "static" / "css").glob("*.css"))
TOKENS = (BASE_DIR / "static" / "css" / "tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS)}
GROUNDS = ("paper", "sheet", "sunken")

TEXT = [
    (ink, ground) for ink in ("ink", "ink-soft", "accent", "ember", "good", "alarm") for ground in GROUNDS
] + [
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("accent-strong", "accent-wash"),
    ("accent", "accent-wash"),
    ("ink", "accent-wash"),
    ("ink", "ember-wash"),
    ("ink", "good-wash"),
    ("ink", "alarm-wash"),
    ("ink-soft", "accent-wash"),
    ("ember", "ember-wash"),
    ("good", "good-wash"),
    ("alarm", "alarm-wash"),
    ("paper", "ink"),
]
SHAPES = [(f"age-{step}", ground) for step in range(5) for ground in GROUNDS] + [
    ("edge", ground) for ground in GROUNDS
]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink, ground, theme):
    assert contrast(COLOURS[ink][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen(shape, ground, theme):
    assert contrast(COLOURS[shape][theme], COLOURS[ground][theme]) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_old_things_look_older_never_paler(theme):
    """The last step of the age line stands out from the paper at least as much as the first."""
    steps = [contrast(COLOURS[f"age-{step}"][theme], COLOURS["paper"][theme]) for step in range(5)]
    assert steps == sorted(steps)


def test_style_sheets_stay_small():
    assert sum(len(gzip.compress(sheet.read_bytes(), 9)) for sheet in CSS) < 20_000


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in CSS if sheet.name != "tokens.css"], ids=lambda s: s.name
)
def test_colours_live_in_the_tokens_alone(sheet):
    loose = [
        colour for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text()) if colour != "#100c0866"
    ]
    assert loose == []


def test_every_token_used_exists():
    defined = set(re.findall(r"(--[\w-]+):", "".join(sheet.read_text() for sheet in CSS)))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(sheet.read_text() for sheet in CSS)))
    assert used <= defined
