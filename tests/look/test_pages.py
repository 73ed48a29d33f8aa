"""What every page is made of: nothing inline, libraries with their versions, light on the first visit."""

import gzip
import re

import pytest

from improvement.settings import BASE_DIR

TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.html"))
MODULES = sorted((BASE_DIR / "static" / "js").glob("*.js"))
VENDORED = sorted((BASE_DIR / "static" / "vendor").iterdir())
ADDRESS = re.compile(r"""\{% static ["']([^"']+)["'] %\}""")
INLINE = re.compile(
    r"""\sstyle\s*=|<style|\son\w+\s*=\s*["']|\shx-on|\shx-vals\s*=\s*["']js:|<script(?![^>]*\bsrc=)""",
    re.IGNORECASE,
)
FIRST_VISIT = 100_000
TYPICAL_PAGE = 15_000


def packed(path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: str(path.relative_to(BASE_DIR / "templates"))
)
def test_nothing_is_inline(template):
    """On pages; a mail reader knows no style sheet of ours."""
    if "mail" in template.parts:
        return
    assert INLINE.findall(template.read_text()) == []


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: str(path.relative_to(BASE_DIR / "templates"))
)
def test_static_files_named_by_templates_exist(template):
    missing = [
        name for name in ADDRESS.findall(template.read_text()) if not (BASE_DIR / "static" / name).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_scripts_evaluate_no_text(module):
    assert not re.search(
        r"\beval\(|new Function|\.innerHTML\b|insertAdjacentHTML|document\.write", module.read_text()
    )


def test_vendored_libraries_carry_their_version():
    assert VENDORED
    assert [path.name for path in VENDORED if not re.search(r"-\d+\.\d+\.\d+\.min\.js$", path.name)] == []


def test_first_visit_stays_light():
    """All that the base page loads, compressed, with room for a page of 15 KB."""
    named = set(ADDRESS.findall((BASE_DIR / "templates" / "_head.html").read_text())) | {
        "img/icons.svg",
        "img/chevron.svg",
    }
    assert sum(packed(BASE_DIR / "static" / name) for name in named) < FIRST_VISIT - TYPICAL_PAGE


def test_htmx_runs_under_the_strict_policy():
    head = (BASE_DIR / "templates" / "_head.html").read_text()
    assert '"allowEval":false' in head
    assert '"includeIndicatorStyles":false' in head
