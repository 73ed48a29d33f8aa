"""Discuss and decide: assessment, verdict, visit, order, and waking what was deferred."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backlog.audience import holders_of, managers_of
from backlog.models.changing import verb
from backlog.models.life import MOST_DEFERRALS, Finding, Kind, State, Verdict, WrongState
from backlog.models.matter import merged_below
from backlog.models.ordering import key_at_end, key_beside, require_unmoved
from backlog.models.records import Assessment, Decision, FormerNumber, VisitNote
from teams import permissions


def need(value: str, field: str, sentence: str) -> str:
    """The text without surrounding space; raises a `ValidationError` at `field` when empty."""
    value = (value or "").strip()
    if not value:
        raise ValidationError({field: sentence})
    return value


class Deciding:
    """Verbs: assess, decide, visit, order, wake."""

    @verb("assess")
    def assess(self, *, finding: str, reason: str, by):
        """Record what the discussion found; the item is ready for the managers, whatever it was."""
        if finding not in Finding.values:
            raise ValidationError({"finding": _("Choose one of the findings.")})
        reason = need(reason, "reason", _("Say in a sentence why."))
        Assessment.objects.create(item=self, finding=finding, reason=reason, by=by)
        data = {"finding": finding, "reason": reason}
        self.change("assessed", by=by, tell=[self.raised_by_id], data=data, state=State.READY)

    def unassess(self, *, by, silence: dict):
        """Undo the last assessment, which `by` made: new again, and as silent as it was before.

        `silence` holds the moments of the last activity from before it.
        """
        with transaction.atomic():
            self.lock()
            permissions.require(by, "backlog.assess_item", self)
            last = self.assessments.order_by("-at", "-id").first()
            if self.state != State.READY or last is None or last.by_id != by.pk:
                raise WrongState(_("The assessment can't be taken back any more."))
            last.delete()
            self.change("unassessed", by=by, human=False, state=State.NEW, ready_since=None, **silence)

    @verb("visit", with_merged=True)
    def visit(self, *, text: str, by):
        """Write down what was seen on the spot, also for what was merged into it."""
        text = need(text, "text", _("Say what you saw."))
        VisitNote.objects.create(item=self, text=text, by=by)
        type(self).objects.with_ids(merged_below(type(self), {self.pk})).update(needs_visit=False)
        self.change("visited", by=by, tell=[self.raised_by_id], data={"text": text}, needs_visit=False)

    def order(self, *, before=None, after=None, position: str | None = None, by):
        """Move the item on the improvement backlog: before or after another item's id, else to the top.

        `position` is where the mover saw it, by default what this object
        was read with. Who was faster wins: `WrongState` where somebody else moved it meanwhile.
        """
        self._order(before, after, self.position if position is None else position, by=by)

    @verb("order")
    def _order(self, before, after, seen: str, *, by):
        require_unmoved(self, seen, "ordered", "item", by=by)
        others = type(self).objects.on_backlog(self.product_group_id).exclude(pk=self.pk)
        try:
            place = key_beside(others, self.product_group_id, before=before, after=after)
        except type(self).DoesNotExist as error:
            raise WrongState(_("The neighbour is no longer on the backlog.")) from error
        self.change("ordered", by=by, position=place)

    @verb("decide")
    def decide(
        self,
        verdict: str,
        *,
        reason: str,
        by,
        reply="",
        owner=None,
        due=None,
        wake=None,
        product_group=None,
        prediction="",
        measure="",
        meeting: dict | None = None,
    ):
        """Pass a verdict; the reply (the reason, where no other words are given) goes to the team.

        `act` needs `owner` and `due`, `defer` a future `wake`, `escalate` another
        `product_group`; `experiment` may say at once what it predicts and how one will measure
        it. `meeting` is what the history keeps of the meeting in which it was
        decided. Returns the `Decision`.
        """
        if verdict not in Verdict.values:
            raise ValidationError({"verdict": _("Choose one of the verdicts.")})
        self._require_ready_for(verdict)
        decision = Decision(
            item=self,
            product_group=self.product_group,
            verdict=verdict,
            reason=need(reason, "reason", _("A verdict needs a reason.")),
            reply=(reply or "").strip() or reason.strip(),
            owner=owner if verdict == Verdict.ACT else None,
            due=due if verdict == Verdict.ACT else None,
            wake=wake if verdict == Verdict.DEFER else None,
            to_group=product_group if verdict == Verdict.ESCALATE else None,
            by=by,
        )
        fields = getattr(self, f"_decide_{verdict}")(decision)
        if verdict == Verdict.EXPERIMENT:
            said = {"prediction": (prediction or "").strip(), "measure": (measure or "").strip()}
            fields |= {name: text for name, text in said.items() if text}
        decision.save()
        data = {
            "decision": str(decision.pk),
            "verdict": verdict,
            "reason": decision.reason,
            "reply": decision.reply,
            "owner": decision.owner.name if decision.owner else None,
            "due": str(decision.due) if decision.due else None,
            "wake": str(decision.wake) if decision.wake else None,
            "to_group": decision.to_group.name if decision.to_group else None,
        }
        texts = fields.keys() & {"prediction", "measure"}
        if texts:
            data["changes"] = {name: [getattr(self, name), fields[name]] for name in sorted(texts)}
        data |= meeting or {}
        tell = self.origin_people() | {decision.owner_id}
        if verdict in {Verdict.OFFER, Verdict.EXPERIMENT}:
            tell |= holders_of(self.product_group_id, "product_owner")
        if verdict == Verdict.ESCALATE:
            tell |= managers_of(decision.to_group_id)
        fields["unanswered_since"] = decision.at
        self.change("decided", by=by, tell=tell, data=data, **fields)
        return decision

    def _require_ready_for(self, verdict: str) -> None:
        if self.needs_visit:
            raise WrongState(
                _("Somebody promised to go and see: write the visit note before the next verdict.")
            )
        if verdict == Verdict.DEFER and self.deferrals >= MOST_DEFERRALS:
            raise WrongState(_("The item has been deferred twice; now it needs another verdict."))

    def _decide_act(self, decision) -> dict:
        errors = {}
        if decision.owner is None:
            errors["owner"] = _("Say who will act.")
        elif not type(decision.owner).objects.of_group(self.product_group).contains(decision.owner):
            errors["owner"] = _("Choose a person of this product group.")
        if decision.due is None:
            errors["due"] = _("Say by when.")
        elif decision.due < self.product_group.today():
            errors["due"] = _("The date lies in the past.")
        if errors:
            raise ValidationError(errors)
        return {"state": State.ACCEPTED, "owner": decision.owner, "due": decision.due}

    def _decide_offer(self, decision) -> dict:
        self.enter_product_backlog(by=decision.by)
        return {"state": State.OFFERED, "owner": None, "due": None}

    def _decide_experiment(self, decision) -> dict:
        return self._decide_offer(decision) | {"kind": Kind.EXPERIMENT}

    def _decide_go_see(self, decision) -> dict:
        return {"needs_visit": True}

    def _decide_learn(self, decision) -> dict:
        return {"state": State.LEARNING, "learning": self.learning or decision.reason}

    def _decide_decline(self, decision) -> dict:
        return {"state": State.DECLINED}

    def _decide_defer(self, decision) -> dict:
        if decision.wake is None:
            raise ValidationError({"wake": _("Say on which date it comes back.")})
        if decision.wake <= self.product_group.today():
            raise ValidationError({"wake": _("The date must lie in the future.")})
        return {
            "state": State.DEFERRED,
            "wake": decision.wake,
            "deferrals": self.deferrals + 1,
            "silent_since": self.product_group.start_of(decision.wake),
        }

    def _decide_escalate(self, decision) -> dict:
        target = decision.to_group
        if target is None:
            raise ValidationError({"product_group": _("Say to which product group.")})
        if target.pk == self.product_group_id:
            raise ValidationError({"product_group": _("The item is on this group's backlog already.")})
        FormerNumber.objects.create(product_group=self.product_group, number=self.number, item=self)
        number = target.take_number()
        position = key_at_end(type(self).objects.on_backlog(target), target.pk)
        return {"product_group": target, "number": number, "position": position, "ready_since": decision.at}

    def wake_up(self, now) -> bool:
        """Bring a deferred item back when its date has come. Safe to repeat; returns whether it did."""
        with transaction.atomic():
            self.lock()
            if self.state != State.DEFERRED or self.wake > self.product_group.today(now):
                return False
            tell = managers_of(self.product_group_id) | {self.raised_by_id}
            self.change("woken", by=None, tell=tell, state=State.READY, wake=None)
        return True
