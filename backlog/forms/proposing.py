"""Answering a proposal, taking an answer back, withdrawing, and "affects us too"."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backlog.forms.verb import TeamVerbForm, VerbForm, text_field, yes_or_no
from backlog.models import State


class ConsentForm(TeamVerbForm):
    verb = "consent"
    lead = gettext_lazy(
        "Somebody outside the teams proposed this. It reaches the managers when two teams stand behind it, "
        "the affected one among them. A team answers once."
    )
    do = gettext_lazy("Give the team's answer")
    done = gettext_lazy("The team's answer is recorded.")
    agree = yes_or_no(
        gettext_lazy("Does your team stand behind it?"),
        gettext_lazy("Yes, we agree"),
        gettext_lazy("No, we refuse"),
    )
    reason = text_field(
        gettext_lazy("Reason"), hint=gettext_lazy("Needed where the team refuses."), required=False
    )
    edition = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def prepare(self):
        super().prepare()
        self.initial["edition"] = self.item.edition

    def clean(self):
        if self.cleaned_data.get("agree") is False and not self.cleaned_data.get("reason"):
            raise ValidationError({"reason": _("Say in a sentence why the team refuses.")})

    def perform(self):
        self.item.consent(by=self.user, **self.cleaned_data)
        if self.item.state == State.NEW:
            self.done = _(
                "The team's answer is recorded. The teams agree: it is discussed now like any other item."
            )


class Releasing:
    """A form that also says that what was merged into the item is let go."""

    def prepare(self):
        super().prepare()
        if self.item.merged_items.exists():
            self.lead = f"{self.lead} {_('What was merged into it then goes on by itself.')}"


class RetractForm(Releasing, TeamVerbForm):
    verb = "retract"
    lead = gettext_lazy("It becomes a proposal again and needs the consent of the teams once more.")
    done = gettext_lazy("The consent is taken back. It is a proposal again.")
    reason = text_field(gettext_lazy("Reason"))

    def perform(self):
        return self.item.retract(self.cleaned_data["team"], reason=self.cleaned_data["reason"], by=self.user)


class WithdrawForm(Releasing, VerbForm):
    verb = "withdraw"
    lead = gettext_lazy("It ends here and is counted as withdrawn. Its history stays.")
    done = gettext_lazy("It is withdrawn.")
    reason = text_field(gettext_lazy("Reason"))

    def perform(self):
        return self.item.withdraw(reason=self.cleaned_data["reason"], by=self.user)


class AffectsForm(TeamVerbForm):
    verb = "affects"
    lead = gettext_lazy("The managers see how many teams it concerns. A team says so once.")
    do = gettext_lazy("It affects us too")
    done = gettext_lazy("Your team stands beside it now.")

    def perform(self):
        return self.item.affects(self.cleaned_data["team"], by=self.user)
