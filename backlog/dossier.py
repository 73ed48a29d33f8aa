"""Everything about one item that its page shows. Each part is read when the template asks for it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from activity.models import Event
from activity.subjects import for_eyes_of
from backlog.happenings import Happening, happening
from backlog.models import Comment, FlagName, Item, ItemTemplate, State, Verdict
from backlog.models.life import VERBS
from backlog.models.matter import TESTED_IN
from backlog.models.templates import ASKED_IN
from backlog.next_steps import Step, buttons, managers_of, next_step
from backlog.origins import Origin, origins_of, places_of
from backlog.perspectives import Round
from backlog.raisings import Raisings
from backlog.talk import show_beside
from teams import permissions
from teams.kept import kept_for_all

COMMENTS_SHOWN = 20
EVENTS_SHOWN = 30
BEFORE_ANY_VERDICT = frozenset({State.PROPOSED, State.NEW, State.LAPSED})
SAFE_SCHEMES = ("http://", "https://")


@dataclass(frozen=True)
class Button:
    """A verb that the person may do now: its address, its words, whether it is the step to take."""

    verb: str
    label: str
    url: str
    main: bool


class Dossier:
    """What `user`, who may see the item, sees on its page.

    Lists that grow without end (comments, history) show their newest rows; `older_comments`
    and `older_history` are the addresses of the rest, "" where nothing is left.
    """

    def __init__(self, item: Item, user, *, url: str = ""):
        self.item = item
        self.user = user
        self.url = url or item.get_absolute_url()

    # what may be done

    @cached_property
    def step(self) -> Step:
        return next_step(self.item, self.user)

    @cached_property
    def buttons(self) -> list[Button]:
        verbs = buttons(self.item, self.user)
        return [
            Button(verb, str(VERBS[verb].label), f"{self.url}{verb}/", verb in self.step.verbs)
            for verb in verbs
        ]

    @cached_property
    def main_buttons(self) -> list[Button]:
        return [button for button in self.buttons if button.main]

    @cached_property
    def other_buttons(self) -> list[Button]:
        return [button for button in self.buttons if not button.main]

    @cached_property
    def further(self) -> list[Button]:
        """What leads from this item to another one, or in one step to an experiment."""
        ways = []
        on_assumption = self.item.state in TESTED_IN and self.item.rests_on_assumption()
        if on_assumption and self.item.may("decide", self.user):
            address = f"{self.url}decide/?verdict=experiment"
            ways.append(Button("decide", _("Test the assumption"), address, False))
        elif on_assumption and permissions.may(self.user, "backlog.test_item", self.item):
            ways.append(Button("tests", _("Suggest an experiment"), f"{self.url}tests/", False))
        may_raise = permissions.may(self.user, "backlog.raise_again_item", self.item)
        if may_raise and not self.item.why_not_followed("again", by=self.user):
            ways.append(Button("again", _("It is back: raise it again"), f"{self.url}again/", False))
        return ways

    @cached_property
    def may_edit(self) -> bool:
        return bool(self.item.editable_by(self.user))

    @cached_property
    def may_comment(self) -> bool:
        return permissions.may(self.user, "backlog.comment_item", self.item)

    @cached_property
    def may_add_action(self) -> bool:
        return self.item.undone and permissions.may(self.user, "backlog.add_action", self.item.product_group)

    # what it says

    @property
    def parts(self) -> frozenset[str]:
        """What there is to be read of it."""
        return self.raisings.parts

    @cached_property
    def silent_days(self) -> int | None:
        """None for what has ended: it is not silent."""
        return self.item.silent_days if self.item.undone else None

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """Label and text of what is written, in the order of thinking."""
        names = ["description", "idea", "effect"]
        if self.item.kind == "experiment" or self.item.prediction or self.item.learning:
            names += ["prediction", "measure", "result", "learning"]
        fields = [(self.item._meta.get_field(name).verbose_name, getattr(self.item, name)) for name in names]
        return [(label, text) for label, text in fields if text] + list(self.answers.items())

    @cached_property
    def answers(self) -> dict[str, str]:
        """Question, as it was asked, → what was answered."""
        if "answers" not in self.parts:
            return {}
        return dict(self.item.answers.values_list("question", "text"))

    @cached_property
    def unanswered(self) -> list[str]:
        """What the product group wants to know before the managers have the item."""
        if self.item.state not in ASKED_IN:
            return []
        place = self.item.product_group_id, self.item.kind
        template = kept_for_all(self.user, ("template", *place), lambda: ItemTemplate.of(*place))
        return template.unanswered(self.answers)

    @cached_property
    def source_url(self) -> str:
        """The address it was imported from, where it is one that a browser may follow."""
        url = self.item.source_url
        return url if url.lower().startswith(SAFE_SCHEMES) else ""

    @cached_property
    def origins(self) -> list[Origin]:
        """Where it came from, and where what was merged into it came from."""
        return origins_of(list(self.raisings.numbers), self.user, self.parts)

    @cached_property
    def flags(self) -> list[tuple[str, datetime]]:
        """The flags it carries and since when, over all periods in a row."""
        if not self.item.flags:
            return []
        raised = self.item.raised_flags.order_by("name", "-raised_at")
        since = {name: _since(list(rows)) for name, rows in groupby(raised, key=lambda flag: flag.name)}
        return [
            (label, since[name])
            for name, label in FlagName.choices
            if name in self.item.flags and since.get(name)
        ]

    # what was said about it

    @cached_property
    def decisions(self) -> list:
        if self.item.state in BEFORE_ANY_VERDICT:
            return []
        rows = list(self.item.decisions.for_page())
        places = places_of(rows, self.user)
        for decision in rows:
            decision.place = places.get(decision.pk)
        return rows

    @cached_property
    def assessments(self) -> list:
        if self.item.state in BEFORE_ANY_VERDICT:
            return []
        return list(self.item.assessments.select_related("by").order_by("-at", "-id"))

    @cached_property
    def consents(self) -> list:
        if not self.item.from_outside:
            return []
        return list(self.item.consents.select_related("by", "team"))

    @cached_property
    def passes(self) -> list:
        offered = {Verdict.OFFER, Verdict.EXPERIMENT}
        if not any(decision.verdict in offered for decision in self.decisions):
            return []
        return list(self.item.passes.select_related("by", "team"))

    @cached_property
    def checks(self) -> list:
        return list(self.item.checks.select_related("by")) if self.item.confirmed_at else []

    @cached_property
    def visits(self) -> list:
        return list(self.item.visitnotes.select_related("by")) if "visits" in self.parts else []

    @cached_property
    def perspectives(self) -> Round:
        return Round(self.item, self.user, empty="perspectives" not in self.parts)

    @cached_property
    def raisings(self) -> Raisings:
        """How often the matter was raised, and what was merged into the item."""
        return Raisings(self.item, self.user)

    @cached_property
    def actions(self) -> list:
        """Actions on the item, the open ones first; each knows whether `user` may complete it."""
        if "actions" not in self.parts:
            return []
        actions = list(self.item.actions.select_related("owner").order_by("done_at", "due", "id"))
        actions.sort(key=lambda action: action.done_at is not None)
        today = self.item.product_group.today()
        for action in actions:
            action.may_complete = permissions.may(self.user, "backlog.complete_action", action)
            action.late = action.done_at is None and action.due < today
        return actions

    # comments and history

    @cached_property
    def manager_ids(self) -> set:
        """Whose comments are answers."""
        return {person.pk for person in managers_of(self.item, self.user)}

    def read_comments(self, before: Comment | None = None) -> tuple[list[Comment], bool]:
        """The newest comments (older than `before`), oldest first, and whether there are older ones."""
        about = Comment.objects.about(self.raisings.numbers)
        rows = list(about.select_related("author").newest_before(before)[: COMMENTS_SHOWN + 1])
        more = len(rows) > COMMENTS_SHOWN
        rows = rows[:COMMENTS_SHOWN][::-1]
        show_beside(rows, self)
        return rows, more

    @cached_property
    def watching(self) -> bool:
        return self.item.watched_by(self.user, chosen="watches" in self.parts)

    @cached_property
    def comments(self) -> list[Comment]:
        return self._newest_comments[0]

    @cached_property
    def older_comments(self) -> str:
        rows, more = self._newest_comments
        return f"{self.url}comments/?before={rows[0].pk}" if more else ""

    @cached_property
    def _newest_comments(self) -> tuple[list[Comment], bool]:
        return self.read_comments()

    def read_history(self, before: int | None = None) -> tuple[list[Happening], bool]:
        """What happened (before an event's id), newest first, and whether there is more."""
        numbers = self.raisings.numbers
        rows = Event.objects.about_any("item", numbers).order_by("-id").select_related("actor").before(before)
        events = list(rows[: EVENTS_SHOWN + 1])
        for_eyes_of(self.user, events)
        told = [happening(event, numbers[event.subject_id]) for event in events[:EVENTS_SHOWN]]
        return told, len(events) > EVENTS_SHOWN

    @cached_property
    def history(self) -> list[Happening]:
        return self._newest_history[0]

    @cached_property
    def older_history(self) -> str:
        rows, more = self._newest_history
        return f"{self.url}history/?before={rows[-1].id}" if more else ""

    @cached_property
    def _newest_history(self) -> tuple[list[Happening], bool]:
        return self.read_history()


def _since(flags: list) -> datetime | None:
    """When the flag that holds now was first raised; a new period raises it anew without a gap."""
    if not flags or flags[0].cleared_at is not None:
        return None
    since = flags[0].raised_at
    for earlier in flags[1:]:
        if earlier.cleared_at is None or earlier.cleared_at >= since:
            since = earlier.raised_at
        else:
            break
    return since
