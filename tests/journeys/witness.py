"""What a browser saw before a journey failed, told with the failure: nobody can look at it afterwards."""

from collections import deque

from playwright.sync_api import BrowserContext, Error, Page

LAST = 40
SHOWN = 6_000  # signs of a page's text


class Witness:
    """Hears what is asked and answered in one context, and what scripts complain of."""

    def __init__(self, context: BrowserContext):
        self.context = context
        self.heard: deque[str] = deque(maxlen=LAST)
        context.on("request", lambda asked: self._hear("asked", asked.method, asked.url, asked.resource_type))
        context.on("requestfailed", lambda asked: self._hear("failed", asked.url, asked.failure or ""))
        context.on("response", lambda answer: self._hear(answer.status, answer.url))
        context.on("console", lambda said: self._hear("console", said.type, said.text))
        context.on("weberror", lambda thrown: self._hear("error", thrown.error))

    def _hear(self, *words) -> None:
        if "/static/" not in " ".join(map(str, words)):
            self.heard.append(" ".join(map(str, words)))

    def tell(self) -> str:
        return "\n".join([*self.heard, *map(_seen, self.context.pages)])


def _seen(page: Page) -> str:
    try:
        focus = page.evaluate("document.activeElement?.outerHTML.slice(0, 300)")
        return f"--- {page.url}, focus on {focus}\n{page.inner_text('body', timeout=2_000)[:SHOWN]}"
    except Error as error:
        return f"--- {page.url}: {error}"
