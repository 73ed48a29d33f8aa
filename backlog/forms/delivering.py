"""Taking an offer or passing on it, giving it back, starting and completing."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backlog.forms.verb import TeamVerbForm, VerbForm, text_field


class TakeForm(TeamVerbForm):
    verb = "take"
    lead = gettext_lazy("Your team pulls it from the Product Backlog and starts when it has room.")
    do = gettext_lazy("Take it for the team")
    done = gettext_lazy("Taken. Your team can start.")
    undo = "release"

    def perform(self):
        return self.item.take(self.cleaned_data["team"], by=self.user)


class PassForm(TeamVerbForm):
    verb = "pass"
    lead = gettext_lazy(
        "Your team will not take it. When enough teams pass, it goes back to the managers with all reasons."
    )
    do = gettext_lazy("Pass, with this reason")
    done = gettext_lazy("Your team's reason is recorded.")
    reason = text_field(gettext_lazy("Reason"))

    def perform(self):
        return self.item.pass_(self.cleaned_data["team"], reason=self.cleaned_data["reason"], by=self.user)


class ReleaseForm(TeamVerbForm):
    verb = "release"
    lead = gettext_lazy("It goes back to the Product Backlog, where another team can take it.")
    do = gettext_lazy("Give it back")
    done = gettext_lazy("It is back on the Product Backlog.")
    reason = text_field(gettext_lazy("Reason"))

    def perform(self):
        return self.item.release(self.cleaned_data["team"], reason=self.cleaned_data["reason"], by=self.user)

    @classmethod
    def undo_values(cls, item):
        return {"team": item.taken_by_id, "reason": _("Taken by mistake.")}


class StartForm(VerbForm):
    verb = "start"
    lead = gettext_lazy("The work begins. An experiment's prediction and measure are locked from here on.")
    do = gettext_lazy("Start the work")
    done = gettext_lazy("The work has started.")
    note = text_field(gettext_lazy("Note"), required=False)

    def perform(self):
        return self.item.start(note=self.cleaned_data["note"], by=self.user)


class CompleteForm(VerbForm):
    verb = "complete"
    lead = gettext_lazy("The team that raised it is asked whether it worked.")
    done = gettext_lazy("Done. The team that raised it is asked to confirm.")
    note = text_field(gettext_lazy("What was done"), required=False)

    def perform(self):
        return self.item.complete(note=self.cleaned_data["note"], by=self.user)
