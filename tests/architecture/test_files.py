"""What every file of the project keeps to, so that a newcomer can guess where anything is."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
MADE_BY_TOOLS = {".git", ".venv", ".tools", "staticfiles", "var", "test-results"}
LEFT_FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX)\b")


def files(*suffixes):
    """Files of ours, without what tools put beside them."""
    rooms = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in MADE_BY_TOOLS]
    found = [path for room in rooms for path in room.rglob("*") if path.name.endswith(suffixes)]
    return [path for path in [*ROOT.glob("*.py"), *found] if not {"vendor", "__pycache__"} & set(path.parts)]


def sources():
    return [path for path in files(".py") if "migrations" not in path.parts]


def inner_imports(tree):
    """Lines with an import inside a function or method."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node.lineno


def told(path, line):
    return f"{path.relative_to(ROOT)}:{line}"


def test_there_are_files_to_look_at():
    assert len(sources()) > 50
    assert len(files(".html")) > 20


def test_no_file_is_longer_than_a_newcomer_reads():
    long = {
        told(path, count) for path in sources() if (count := len(path.read_text().splitlines())) > LONGEST
    }
    assert not long


def test_no_import_hides_in_a_function():
    hidden = [
        told(path, line)
        for path in sources()
        if path.name != "apps.py"
        for line in inner_imports(ast.parse(path.read_text()))
    ]
    assert not hidden


def test_every_room_and_file_has_a_name_of_its_own():
    nameless = [path for path in sources() if NAMELESS & {part.removesuffix(".py") for part in path.parts}]
    assert not nameless


def test_nothing_is_left_for_later():
    left = [
        told(path, number)
        for path in files(".py", ".html", ".js", ".css")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if LEFT_FOR_LATER.search(line)
    ]
    assert not left


def test_views_read_through_querysets():
    """No `.filter()` in views: a reading has a name, and starts from what the person may see."""
    found = [
        told(path, node.lineno)
        for path in sources()
        if path.parts[len(ROOT.parts)] != "tests"
        and {"views", "views.py", "api", "api.py"} & set(path.parts[len(ROOT.parts) :])
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"filter", "exclude"}
    ]
    assert not found


INLINE = {
    "a script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")[^>]*>", re.I),
    "a style": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"\sstyle=", re.I),
    "an event handler": re.compile(r"\s(on[a-z]+|hx-on[:a-z-]*)=", re.I),
    "evaluated code": re.compile(r"hx-(vals|headers|vars)=['\"]js:|\shx-vars=", re.I),
}


@pytest.mark.parametrize("what", INLINE)
def test_pages_hold_nothing_that_the_security_policy_refuses(what):
    """Mail is no page: its readers know no style sheet of ours."""
    found = [
        told(path, path.read_text()[: match.start()].count("\n") + 1)
        for path in files(".html")
        if not {"email", "mail", "letter.html"} & set(path.parts)
        for match in INLINE[what].finditer(path.read_text())
    ]
    assert not found
