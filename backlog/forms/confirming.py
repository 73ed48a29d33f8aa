"""The originating team has the last word."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backlog.forms.verb import VerbForm, text_field, yes_or_no


class ConfirmForm(VerbForm):
    verb = "confirm"
    lead = gettext_lazy("You raised it: did it work? The team is asked again later whether it still holds.")
    do = gettext_lazy("Yes, it worked")
    done = gettext_lazy("Confirmed.")
    note = text_field(gettext_lazy("Note"), required=False)

    def perform(self):
        return self.item.confirm(note=self.cleaned_data["note"], by=self.user)


class CheckForm(VerbForm):
    verb = "check"
    lead = gettext_lazy("A while ago your team confirmed it. “No” opens it again, its age kept.")
    do = gettext_lazy("Record the answer")
    done = gettext_lazy("The answer is recorded.")
    holds = yes_or_no(
        gettext_lazy("Does it still hold?"), gettext_lazy("Yes, it holds"), gettext_lazy("No, open it again")
    )
    note = text_field(gettext_lazy("Note"), hint=gettext_lazy("Needed for a no."), required=False)

    def clean(self):
        if self.cleaned_data.get("holds") is False and not self.cleaned_data.get("note"):
            raise ValidationError({"note": _("Say in a sentence what no longer holds.")})

    def perform(self):
        return self.item.check_holds(**self.cleaned_data, by=self.user)


class ReopenForm(VerbForm):
    verb = "reopen"
    lead = gettext_lazy("It goes back to the improvement backlog with its age. A declined item opens once.")
    do = gettext_lazy("Open it again")
    done = gettext_lazy("It is on the improvement backlog again.")
    reason = text_field(gettext_lazy("Reason"))

    def perform(self):
        return self.item.reopen(reason=self.cleaned_data["reason"], by=self.user)
