"""Local optimizations are not thrown away: they are kept for what they teach."""

from django.utils.translation import gettext as _

from backlog.models.changing import verb
from backlog.models.deciding import need
from backlog.models.editing import Stale


class Learning:
    """Verb: learn."""

    @verb("learn")
    def learn(self, text: str, *, by, version: int | None = None):
        """Write down what a local optimization taught.

        With `version`, raises `Stale` if the item has changed since that version was read.
        """
        if version is not None and version != self.version:
            raise Stale
        text = need(text, "learning", _("Say what was learned."))
        if text != self.learning:
            told = {"changes": {"learning": [self.learning, text]}}
            self.change("learned", by=by, tell=[self.raised_by_id], data=told, learning=text)
