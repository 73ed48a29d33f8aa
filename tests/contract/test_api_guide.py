"""The examples of docs/api.md do what the page says."""

import re
from contextlib import redirect_stdout
from io import StringIO

import pytest

from tests.running import ROOT

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_examples_say_what_stands_below_them(world, service, monkeypatch):
    monkeypatch.setenv("IMPROVEMENT_URL", service.url)
    monkeypatch.setenv("IMPROVEMENT_TOKEN", world.tokens["member"])
    blocks = BLOCK.findall((ROOT / "docs" / "api.md").read_text())
    assert [kind for kind, _text in blocks] == ["python", "text"] * (len(blocks) // 2)
    names = {}
    for (_python, code), (_text, expected) in zip(blocks[::2], blocks[1::2], strict=True):
        told = StringIO()
        with redirect_stdout(told):
            exec(compile(code, "docs/api.md", "exec"), names)
        assert told.getvalue() == expected, code
