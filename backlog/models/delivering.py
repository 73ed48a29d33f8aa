"""The work: offered on the Product Backlog, taken, started, done."""

from django.utils import timezone
from django.utils.translation import gettext as _

from backlog.audience import managers_of
from backlog.models.changing import verb
from backlog.models.deciding import need
from backlog.models.entries import ProductBacklogEntry
from backlog.models.life import State, WrongState
from backlog.models.proposing import require_team
from backlog.models.records import Offer, Pass

PASSES_NEEDED = 3


class Delivering:
    """Verbs: take, pass, release, start, complete."""

    def enter_product_backlog(self, *, by) -> None:
        """Stand on the Product Backlog as an offer; called by verdicts."""
        Offer.objects.create(item=self, by=by)
        ProductBacklogEntry.append(product_group=self.product_group, item=self, by=by)

    def leave_product_backlog(self) -> None:
        """Stand there no longer; harmless where it did not."""
        self.offers.filter(ended_at=None).update(ended_at=timezone.now())
        ProductBacklogEntry.objects.filter(item=self).delete()

    @verb("take")
    def take(self, team, *, by):
        """A team pulls the offer."""
        require_team(team, self, by)
        tell = self.origin_people()
        self.change("taken", by=by, tell=tell, data={"team": team.name}, state=State.TAKEN, taken_by=team)

    @verb("pass")
    def pass_(self, team, *, reason: str, by):
        """A team will not take the offer; when min(3, number of teams) say so, it is ready again."""
        require_team(team, self, by)
        reason = need(reason, "reason", _("Say in a sentence why the team passes."))
        offer = self.offers.get(ended_at=None)
        if offer.passes.filter(team=team).exists():
            raise WrongState(_("The team “%s” has passed on this offer already.") % team)
        Pass.objects.create(item=self, offer=offer, team=team, reason=reason, by=by)
        data = {"team": team.name, "reason": reason}
        if offer.passes.count() < min(PASSES_NEEDED, self.group_teams()):
            self.change("passed", by=by, data=data)
            return
        self.leave_product_backlog()
        tell = managers_of(self.product_group_id) | {self.raised_by_id}
        self.change("passed", by=by, tell=tell, data=data, state=State.READY)

    @verb("release")
    def release(self, team, *, reason: str, by):
        """The team that took it gives it back to the Product Backlog."""
        require_team(team, self, by)
        if team.pk != self.taken_by_id:
            raise WrongState(_("The team “%s” has not taken this item.") % team)
        reason = need(reason, "reason", _("Say in a sentence why the team gives it back."))
        tell = managers_of(self.product_group_id) | {self.raised_by_id}
        data = {"team": team.name, "reason": reason}
        self.change("released", by=by, tell=tell, data=data, state=State.OFFERED, taken_by=None, owner=None)

    @verb("start")
    def start(self, *, note: str = "", by):
        """Begin the work; an experiment's prediction is locked from here on."""
        self.change(
            "started",
            by=by,
            tell=[self.raised_by_id],
            data={"note": note.strip()},
            state=State.DOING,
            started_at=timezone.now(),
        )

    @verb("complete")
    def complete(self, *, note: str = "", by):
        """Say that it is done; the originating team is asked to confirm."""
        data, tell = {"note": note.strip()}, self.origin_people()
        self.change("completed", by=by, tell=tell, data=data, state=State.DONE, ended_at=timezone.now())
