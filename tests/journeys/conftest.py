"""A real browser in front of the real service."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.sizes import DESKTOP
from tests.journeys.witness import Witness
from tests.running import ROOT, RunningService

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    """What is marked `last` leaves the shared service changed for good."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Missing on a person's machine it is said and skipped; on a CI machine it fails."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found:
        return found
    told = "Chromium is missing, so nothing was tried in a browser: install it, or name it in CHROMIUM."
    if os.environ.get("CI") == "true":
        pytest.fail(told)
    pytest.skip(told)


@pytest.fixture(scope="session")
def browser(chromium):
    """One Chromium for the run. Playwright keeps an event loop in this thread, which Django must not mind."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def witnesses(browser):
    """One for each session that the journey opened; they end with it."""
    witnesses: list[Witness] = []
    yield witnesses
    for witness in witnesses:
        witness.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        for number, witness in enumerate(getattr(item, "funcargs", {}).get("witnesses", ()), start=1):
            report.sections.append((f"what browser session {number} saw", witness.tell()))
    return report


@pytest.fixture
def open_page(browser, witnesses):
    """A function that opens a page in a session of its own: `open_page(service, PHONE, theme="dark")`."""

    def opened(service, size=DESKTOP, theme="light", **options):
        context = browser.new_context(base_url=service.url, viewport=size, color_scheme=theme, **options)
        witnesses.append(Witness(context))
        return context.new_page()

    return opened


@pytest.fixture
def page(open_page, service):
    """A page of the demo service at desktop width, nobody signed in."""
    return open_page(service)


@pytest.fixture(scope="session")
def service():
    """The real service with the demo organization, once a run. What a journey changes, it leaves changed."""
    yield from _running(filled=kept_demo(), DEMO="1")


@pytest.fixture(scope="session")
def own_service():
    """The real service without the demo: empty, before its first visit."""
    yield from _running(DEMO="0")


def kept_demo() -> Path | None:
    """A home that was filled before, today and by the same demonstration, where `KEPT_DEMOS` names a folder.

    Telling the demonstration takes most of a minute: who tries one journey again and again needn't wait.
    """
    folder = os.environ.get("KEPT_DEMOS")
    if not folder:
        return None
    told_by = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("demo/**/*.*ml"), *ROOT.glob("demo/*.py")]
    told = b"".join(path.read_bytes() for path in sorted(told_by))
    home = Path(folder) / f"{date.today()}-{hashlib.sha256(told).hexdigest()[:12]}"
    if not home.exists():
        draft = Path(tempfile.mkdtemp(prefix="improvement-journey-", dir=folder))
        draft.chmod(0o711)
        RunningService(draft, DEMO="1").start().stop()
        draft.rename(home)
    return home


def _running(filled: Path | None = None, **settings):
    home = Path(tempfile.mkdtemp(prefix="improvement-journey-"))
    if filled:
        subprocess.run(["cp", "-a", f"{filled}/.", home], check=True)
    home.chmod(0o711)
    service = RunningService(home, **settings)
    try:
        yield service.start()
    finally:
        service.stop()
        shutil.rmtree(home, ignore_errors=True)
