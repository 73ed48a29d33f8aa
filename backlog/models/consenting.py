"""The consent gate: teams answer a proposal, take an answer back, or let it lapse."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activity.models import Event
from backlog.audience import members_of
from backlog.models.changing import verb
from backlog.models.life import State, WrongState
from backlog.models.proposing import require_team
from backlog.models.records import Consent

CONSENTS_NEEDED = 2


class Consenting:
    """Verbs: consent, retract, lapse."""

    @verb("consent")
    def consent(self, team, *, agree: bool, reason: str = "", edition: int | None = None, by):
        """One team agrees to the proposal or refuses it; enough consents make it `new`.

        With `edition`, what was read: `WrongState` where the words have changed since then.
        """
        require_team(team, self, by)
        if edition not in {None, self.edition}:
            raise WrongState(_("The words were changed after you had opened them. Read them, then answer."))
        self._require_in_time()
        if not agree and not reason.strip():
            raise ValidationError({"reason": _("Say in a sentence why the team refuses.")})
        if self.consents.filter(team=team).exists():
            raise WrongState(_("The team “%s” has answered this proposal already.") % team)
        Consent.objects.create(item=self, team=team, agree=agree, reason=reason.strip(), by=by)
        data = {"team": team.name, "agree": agree, "reason": reason.strip()}
        if agree and self._has_consent():
            self._let_in("consented", by=by, data=data)
        else:
            self.change("consented" if agree else "refused", by=by, tell=[self.raised_by_id], data=data)

    @property
    def edition(self) -> int:
        """Grows with every edit, and with nothing else."""
        edited = Event.objects.about("item", self.pk).named("edited")
        return edited.values_list("pk", flat=True).first() or 0

    def _has_consent(self) -> bool:
        """Whether min(2, number of teams) teams agree, the affected one among them.

        A team that has ended counts in none of this: it can't answer any more.
        """
        teams = set(self.product_group.teams.active().values_list("pk", flat=True))
        agreeing = teams & set(self.consents.filter(agree=True).values_list("team", flat=True))
        enough = len(agreeing) >= max(1, min(CONSENTS_NEEDED, len(teams)))
        return enough and (self.team_id not in teams or self.team_id in agreeing)

    def _let_in(self, event: str, *, by, data: dict) -> None:
        """Make it `new`: of the team that it affects, or, where that has ended, of the first to agree."""
        origin = self.team
        if origin is None or not origin.active:
            origin = self.consents.filter(agree=True, team__active=True).select_related("team")[0].team
        tell = {self.raised_by_id} | members_of(origin.pk)
        self.change(event, by=by, tell=tell, data=data, state=State.NEW, team=origin)
        self.keep_team_count()

    def reconsider(self, ended) -> None:
        """A team has ended: let the proposal in where the consent of the others suffices."""
        with transaction.atomic():
            self.lock()
            if self.state == State.PROPOSED and self._has_consent() and not self.is_past_lapse():
                self._let_in("let_in", by=None, data={"ended": ended.name})

    @verb("retract", with_merged=True)
    def retract(self, team, *, reason: str, by):
        """A team takes its consent back, until the managers decide.

        The item is a proposal again. Where the consent of the others would still suffice, they
        are asked once more: else nobody could let it in again. What was merged into it goes on by
        itself, so that no team's own item lies behind the gate.
        """
        require_team(team, self, by)
        if not reason.strip():
            raise ValidationError({"reason": _("Say in a sentence why the team takes its consent back.")})
        if self.decisions.exists():
            raise WrongState(_("The managers have decided: the consent can't be taken back any more."))
        taken_back, _rows = self.consents.filter(team=team, agree=True).delete()
        if not taken_back:
            raise WrongState(_("The team “%s” has not agreed to this item as a proposal.") % team)
        self.let_merged_go(State.PROPOSED, by=by)
        self.change(
            "retracted",
            by=by,
            tell=[self.raised_by_id],
            data={"team": team.name, "reason": reason.strip()},
            state=State.PROPOSED,
            ready_since=None,
        )
        self.keep_team_count()
        if self._has_consent():
            self.ask_again(by=by)

    def ask_again(self, *, by) -> None:
        """Take back what the teams agreed to and ask them anew; harmless where none has agreed."""
        agreed = self.consents.filter(agree=True)
        teams = dict(agreed.order_by("team__name").values_list("team", "team__name"))
        if teams:
            agreed.delete()
            data = {"teams": list(teams.values())}
            self.change("asked_again", by=by, human=False, tell=members_of(*teams), data=data)

    def _require_in_time(self) -> None:
        """The calendar ends a proposal, not the moment in which the night comes to it."""
        if self.is_past_lapse():
            raise WrongState(
                _("It lapsed on %(day)s: the teams did not agree in time.")
                % {"day": date_format(self.lapses_on)}
            )

    def is_past_lapse(self, now=None) -> bool:
        """Whether it has waited for consent so long that it lapses, or has lapsed."""
        return self.product_group.days_between(self.state_since, now) >= self.product_group.proposal_days

    def lapse(self, now) -> bool:
        """End a proposal that waited too long for consent. Safe to repeat; returns whether it ended."""
        with transaction.atomic():
            self.lock_with_merged()
            if self.state != State.PROPOSED or not self.is_past_lapse(now):
                return False
            self.let_merged_go(State.LAPSED, by=None)
            self.change("lapsed", by=None, tell=[self.raised_by_id], state=State.LAPSED)
        return True

    @property
    def lapses_on(self):
        """The day on which a proposal lapses by itself."""
        zone = self.product_group.zone
        return self.state_since.astimezone(zone).date() + timedelta(days=self.product_group.proposal_days)
