"""Perspectives: what each person thinks an item does to the whole, said before the others are heard."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backlog.models.changing import verb
from backlog.models.life import State
from backlog.models.records import Record

HIDDEN_IN = frozenset({State.PROPOSED, State.NEW})
"""Until an item is assessed, only who has answered sees the answers of others."""
LINE = {"max_length": 500, "blank": True}


class Whom(models.TextChoices):
    """Who gains, who loses."""

    NOBODY = "nobody", _("Nobody")
    FUNCTION = "function", _("One function")
    TEAM = "team", _("One team")
    TEAMS = "teams", _("Several teams")
    GROUP = "group", _("The whole product group")
    CUSTOMERS = "customers", _("The customers")
    UNKNOWN = "unknown", _("I don't know")


class Whole(models.TextChoices):
    """What becomes of the whole system."""

    BETTER = "better", _("Better")
    SAME = "same", _("No difference")
    WORSE = "worse", _("Worse")
    UNKNOWN = "unknown", _("I don't know")


ANSWERS = ("gains", "gains_text", "loses", "loses_text", "whole", "figure", "function", "assumption")


class PerspectiveQuerySet(models.QuerySet):
    def open_to(self, item, user) -> "PerspectiveQuerySet":
        """The answers to an item that `user` may read now: their own, or all once they have answered."""
        if not item.hides_perspectives or self.filter(item=item, by=user).exists():
            return self.filter(item=item)
        return self.filter(item=item, by=user)

    def of(self, user) -> "Perspective | None":
        """The person's own answer among these."""
        return self.filter(by=user).first()


class Perspective(Record):
    """One person's answers to the five questions about one item.

    `changed_at` is when it was last changed by who could read the answers of others.
    """

    gains = models.CharField(_("Who gains?"), max_length=10, choices=Whom.choices)
    gains_text = models.CharField(_("Who exactly gains, and what?"), **LINE)
    loses = models.CharField(_("Who loses?"), max_length=10, choices=Whom.choices)
    loses_text = models.CharField(_("Who exactly loses, and what?"), **LINE)
    whole = models.CharField(_("What becomes of the whole system?"), max_length=10, choices=Whole.choices)
    figure = models.CharField(_("Which figure of the whole system moves?"), **LINE)
    function = models.CharField(_("Whose function proposes it?"), **LINE)
    assumption = models.CharField(_("Which assumption must hold?"), **LINE)
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = PerspectiveQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["item", "by"], name="perspective_once")]
        indexes = [models.Index(fields=["item", "at", "id"], name="perspective_by_item")]


class Viewing:
    """Verb: perspective."""

    @property
    def hides_perspectives(self) -> bool:
        """Whether the answers are read by those alone who have answered; merging opens nothing."""
        state = self.state_before_merge if self.state == State.MERGED else self.state
        return state in HIDDEN_IN

    @verb("perspective")
    def give_perspective(self, *, by, **answers) -> Perspective:
        """Answer the five questions (`ANSWERS`), or change one's own answer.

        What is answered stands in no event: the history says only that somebody did, so that
        it tells nobody what they are to answer themselves. Raises `ValidationError` by field.
        """
        own = Perspective.objects.filter(item=self, by=by).first()
        if own and all(getattr(own, name) == value for name, value in answers.items()):
            return own
        changed = own is not None
        own = own or Perspective(item=self, by=by)
        for name, value in answers.items():
            setattr(own, name, value.strip())
        if changed and Perspective.objects.filter(item=self).exclude(by=by).exists():
            own.changed_at = timezone.now()
        try:
            own.clean_fields(exclude=["item", "by"])
        except ValidationError as error:
            raise ValidationError(error.message_dict) from error
        own.save()
        self.change("perspective_changed" if changed else "perspective_given", by=by)
        return own
