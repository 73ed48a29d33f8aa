"""What axe finds on the page that is open, as sentences; an empty list is what we want."""

from pathlib import Path

SOURCE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text()


def complaints(page) -> list[str]:
    """Runs axe in the page. Evaluated from outside, so the page's own security policy stays as it is."""
    page.evaluate(SOURCE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((told) => told.violations)")
    return [
        f"{page.url}: {violation['id']}: {node['html'][:120]}"
        for violation in found
        for node in violation["nodes"]
    ]
