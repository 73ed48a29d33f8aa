"""Holding the meeting: start, attend, decide, promise, go through, end."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from backlog.markdown import to_html
from backlog.models import Action, Decision, WrongState
from reviews.models.changing import verb
from reviews.models.life import Outcome, State
from reviews.models.minutes import write_minutes
from reviews.models.parts import Attendance, ReviewAction, ReviewDecision
from teams.models import User


class Meeting:
    """Verbs: start, attend, decide, act, mark, end."""

    @verb("start")
    def start(self, *, by) -> None:
        """Open the meeting: the agenda is fixed, whom it is for is listed, who opens it is there."""
        if type(self).objects.of_group(self.product_group_id).filter(state=State.RUNNING).exists():
            raise WrongState(_("Another review meeting of this group is running; end it first."))
        self.fix_agenda()
        people = self.servants() | {by.pk}
        Attendance.objects.bulk_create(
            [Attendance(review=self, person_id=pk, present=pk == by.pk) for pk in sorted(people)],
            ignore_conflicts=True,
        )
        fields = {"state": State.RUNNING, "started_at": timezone.now()}
        if self.facilitator_id is None:
            fields["facilitator"] = by
        self.change("started", by=by, **fields)

    @verb("run")
    def attend(self, person, *, present: bool, by) -> None:
        """Note whether a person of the group is there."""
        if not User.objects.of_group(self.product_group).contains(person):
            raise ValidationError({"person": _("Choose a person of this product group.")})
        Attendance.objects.update_or_create(review=self, person=person, defaults={"present": present})
        self.change()

    @verb("run")
    def decide(self, item, *, by, **verdict) -> Decision:
        """Pass a verdict on an item in this meeting; `verdict` is what `item.decide` takes."""
        if item.product_group_id != self.product_group_id:
            raise ValidationError({"review": _("The meeting is of another product group.")})
        entry = self.entries.filter(item=item.pk).first()
        meeting = {
            "review": str(self.pk),
            "review_at": self.started_at.astimezone(self.product_group.zone).isoformat(),
        }
        decision = item.decide(by=by, meeting=meeting, **verdict)
        ReviewDecision.objects.create(review=self, decision=decision)
        if entry:
            entry.outcome = Outcome.DECIDED
            entry.save(update_fields=["outcome"])
        self.change()
        return decision

    @verb("run")
    def act(self, *, text: str, owner, due, item=None, by) -> Action:
        """Promise something in this meeting, for an item or for the meeting itself."""
        if item is not None and item.product_group_id != self.product_group_id:
            raise ValidationError({"item": _("Choose an item of this product group.")})
        action = Action.add(
            product_group=self.product_group,
            item=item,
            text=text,
            owner=owner,
            due=due,
            by=by,
            decided=item is not None and self.decisions.filter(decision__item=item).exists(),
        )
        ReviewAction.objects.create(review=self, action=action)
        self.change()
        return action

    @verb("run")
    def mark(self, key: str, outcome: str, *, by) -> None:
        """Say that a line was gone through or is postponed to the next meeting; "" takes it back."""
        entry = self.entry(key)
        if outcome not in {Outcome.OPEN, Outcome.HEARD, Outcome.POSTPONED}:
            raise ValidationError({"outcome": _("Choose what became of it.")})
        if entry.outcome == Outcome.DECIDED:
            raise WrongState(_("The item was decided in this meeting already."))
        entry.outcome = outcome
        entry.save(update_fields=["outcome"])
        if entry.decision_id:
            self._read_out(entry, outcome == Outcome.HEARD)
        self.change()

    def _read_out(self, entry, heard: bool) -> None:
        if heard:
            ReviewDecision.objects.get_or_create(
                decision_id=entry.decision_id, defaults={"review": self, "read_out": True}
            )
        else:
            self.decisions.filter(decision=entry.decision_id, read_out=True).delete()

    @verb("end")
    def end(self, *, remarks: str = "", by) -> None:
        """Close the meeting and write its minutes."""
        self.ended_at = timezone.now()
        made = {
            "decisions": self.decisions.filter(read_out=False).count(),
            "actions": self.actions.count(),
        }
        minutes = write_minutes(self, remarks=remarks.strip())
        self.change(
            "ended",
            by=by,
            tell=self.servants() | set(self.attendances.values_list("person", flat=True)),
            data=made,
            state=State.HELD,
            ended_at=self.ended_at,
            minutes=minutes,
            minutes_html=to_html(minutes),
        )
