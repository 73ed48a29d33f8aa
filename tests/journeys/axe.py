"""What axe finds on the page that is open, as sentences; an empty list is what we want."""

from pathlib import Path

SOURCE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text()


OF_COLOURS = ["color-contrast"]
"""What a change of theme can break; everything else axe asks is the same in both."""

AT_REST = """
for (const change of document.getAnimations())
    if (Number.isFinite(change.effect.getComputedTiming().endTime)) change.finish()
"""
"""Colours that are just changing are nobody's colours."""


def complaints(page, *rules: str) -> list[str]:
    """Runs axe in the page: all it knows, or these rules of it.

    Evaluated from outside, so the page's own security policy stays as it is. It is sent only where the
    page hasn't got it yet: half a megabyte takes as long as looking at the page.
    """
    page.evaluate(AT_REST)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(f"(() => {{ {SOURCE} }})()")
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = page.evaluate("options => axe.run(document, options).then((told) => told.violations)", options)
    return [
        f"{page.url} ({page.viewport_size['width']}): {violation['id']}: {node['html'][:120]}"
        for violation in found
        for node in violation["nodes"]
    ]
