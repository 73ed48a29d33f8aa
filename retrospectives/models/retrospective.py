"""The retrospective: held by a team, by the whole product group, or as the starting workshop."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from activity.models import Event
from retrospectives.models.agreeing import Agreeing
from retrospectives.models.changing import Changing, verb
from retrospectives.models.filing import Filing
from retrospectives.models.formats import FORMAT_CHOICES, FORMATS
from retrospectives.models.grouping import Grouping
from retrospectives.models.guesting import Guesting
from retrospectives.models.life import Kind, State
from retrospectives.models.noting import Noting
from retrospectives.models.parts import Column, Note, Participant
from retrospectives.models.querysets import RetrospectiveQuerySet
from retrospectives.models.storing import Storing
from teams import permissions
from teams.models import Membership

EDITABLE = frozenset({"title", "date", "facilitator", "votes_each"})


class Retrospective(Noting, Grouping, Agreeing, Filing, Storing, Guesting, Changing, models.Model):
    """A meeting in which people look back, and its board.

    A team's retrospective has a `team`; an overall retrospective and a workshop have none, and
    their participants may come from every team of the group. `version` counts every change of the
    board, in the order in which they were made: a reader who holds it needs nothing new.
    `also_present` are names that brought notes tell and nobody here has; `links` are their `{url, title}`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices, default=Kind.TEAM)
    product_group = models.ForeignKey(
        "teams.ProductGroup", on_delete=models.PROTECT, related_name="retrospectives"
    )
    team = models.ForeignKey(
        "teams.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="retrospectives"
    )
    title = models.CharField(_("Title"), max_length=200, blank=True)
    date = models.DateField(_("Date"))
    format = models.CharField(_("Format"), max_length=30, choices=FORMAT_CHOICES, default="went_well")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Facilitator"),
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through=Participant, related_name="+", verbose_name=_("Participants")
    )
    votes_each = models.PositiveSmallIntegerField(
        _("Votes for each person"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.OPEN)
    also_present = models.JSONField(default=list, blank=True, editable=False)
    links = models.JSONField(default=list, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects = RetrospectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.TEAM, team__isnull=False) | (~Q(kind=Kind.TEAM) & Q(team__isnull=True)),
                name="retrospective_team_by_kind",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="retrospective_state_known"),
        ]
        indexes = [
            models.Index(fields=["-date", "-id"], name="retrospective_by_date"),
            models.Index(fields=["state", "-date", "-id"], name="retrospective_by_state"),
            models.Index(fields=["team", "-date", "-id"], name="retrospective_by_team"),
            models.Index(fields=["product_group", "kind", "-date", "-id"], name="retrospective_by_group"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} {self.date.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("retrospectives:retrospective", args=[self.pk])

    @property
    def name(self) -> str:
        """Its title, or what it is: "Retrospective of Red"."""
        if self.title:
            return self.title
        if self.kind == Kind.TEAM:
            return gettext("Retrospective of %(team)s") % {"team": self.team}
        return self.get_kind_display()

    def lets_in(self, user_id, *, as_guest: bool = True) -> bool:
        """Whether the person takes part beyond a team: in an overall one, or as a guest while it is open."""
        kinds = [False] if self.kind != Kind.TEAM else []
        kinds += [True] if as_guest and self.state == State.OPEN else []
        return bool(kinds) and self.participants.filter(user=user_id, guest__in=kinds).exists()

    @classmethod
    def hold(cls, *, kind=Kind.TEAM, team=None, product_group=None, people=(), by, **fields):
        """Open a retrospective with the columns of its format. `by` takes part in any case.

        A team's needs `team` and lets its members take part; the others need `product_group` and
        let everyone take part who holds a role in it. Raises `PermissionDenied`, `ValidationError`.
        """
        if kind == Kind.TEAM:
            permissions.require(by, "retrospectives.hold_retrospective", team)
            product_group = team.product_group
            if not team.active:
                raise ValidationError({"team": _("The team is no longer active.")})
        else:
            permissions.require(by, "retrospectives.hold_overall", product_group)
            team = None
        retrospective = cls(kind=kind, team=team, product_group=product_group, **fields)
        retrospective.title = " ".join(retrospective.title.split())
        retrospective._check_facilitator(retrospective.facilitator)
        retrospective.clean_fields()
        with transaction.atomic():
            retrospective.save(force_insert=True)
            Column.lay_out(retrospective, FORMATS[retrospective.format].columns)
            retrospective._let_take_part([*people, by])
            Event.record(
                "held",
                subject_type="retrospective",
                subject_id=retrospective.pk,
                product_group_id=retrospective.product_group_id,
                by=by,
                kind=kind,
                date=retrospective.date.isoformat(),
                team=team.name if team else None,
            )
        return retrospective

    def candidates(self):
        """People who may take part: the team's members, or everyone with a role in the group."""
        people = Participant.people()
        if self.team_id:
            members = Membership.objects.filter(team=self.team_id)
            return people.active().filter(pk__in=members.values("user"))
        return people.of_group(self.product_group)

    def _let_take_part(self, people) -> None:
        """Add participants who are not there yet, each for the team of the group they belong to."""
        wanted = {person.pk for person in people}
        allowed = set(self.candidates().filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted - allowed:
            raise ValidationError({"people": _("Choose people of this team or product group.")})
        memberships = Membership.objects.filter(user__in=wanted, team__product_group=self.product_group_id)
        teams = dict(memberships.order_by("-id").values_list("user", "team"))
        Participant.objects.bulk_create(
            [
                Participant(retrospective=self, user_id=pk, team_id=self.team_id or teams.get(pk))
                for pk in sorted(wanted)
            ],
            ignore_conflicts=True,
        )

    def _check_facilitator(self, person) -> None:
        if person and not self.candidates().filter(pk=person.pk).exists():
            raise ValidationError({"facilitator": _("Choose one of those who may take part.")})

    @verb("edit")
    def edit(self, *, people=None, by, **changes):
        """Change title, date, facilitator, number of votes, and who takes part.

        `people` are exactly those who take part; guests stay, and who leaves keeps what they wrote.
        """
        if changes.keys() - EDITABLE:
            raise PermissionDenied(_("Your roles don't allow this change."))
        self._check_facilitator(changes.get("facilitator"))
        for name, value in changes.items():
            setattr(self, name, value)
        self.clean_fields()
        if people is not None:
            keep = {person.pk for person in people} | {by.pk}
            self.participants.filter(guest=False).exclude(user__in=keep).delete()
            self._let_take_part(people)
        self.change("edited", by=by, **changes)

    @verb("close")
    def close(self, *, by):
        """End the meeting. Removed notes are gone for good, and guests no longer see the board."""
        Note.objects.filter(retrospective=self, removed_at__isnull=False).delete()
        self.change("closed", by=by, public=True, state=State.CLOSED)

    @verb("reopen")
    def reopen(self, *, by):
        """Go on with a meeting that was closed."""
        self.change("reopened", by=by, public=True, state=State.OPEN)
