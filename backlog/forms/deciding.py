"""Assessing, deciding, and writing down what was seen."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from backlog.forms.verb import VerbForm, date_field, text_field
from backlog.models import Finding, Verdict
from backlog.models.life import MOST_DEFERRALS
from backlog.perspectives import advice, assumption_of
from teams.models import ProductGroup, User


class AssessForm(VerbForm):
    verb = "assess"
    lead = _(
        "What would it do to the whole system, not to one function only? The managers read it; "
        "only a verdict acts on it."
    )
    do = _("Record the assessment")
    done = _("The assessment is recorded. It lies before the managers now.")
    finding = forms.ChoiceField(
        label=_("Finding"),
        choices=Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the findings.")},
    )
    reason = text_field(_("Reason"))

    def perform(self):
        return self.item.assess(**self.cleaned_data, by=self.user)


class VisitForm(VerbForm):
    verb = "visit"
    lead = _("Go where the work is done, watch, and write down what you saw rather than what you think.")
    do = _("Keep the visit note")
    done = _("The visit note is kept.")
    text = text_field(_("What we saw"), rows=6)

    def perform(self):
        return self.item.visit(text=self.cleaned_data["text"], by=self.user)


CONSEQUENCES = {
    Verdict.ACT: _("We do it ourselves, by name and date."),
    Verdict.OFFER: _("It goes on the Product Backlog; a team takes it."),
    Verdict.EXPERIMENT: _("A team tests the assumption, with a prediction."),
    Verdict.GO_SEE: _("Somebody looks on the spot before the next verdict."),
    Verdict.LEARN: _("A local optimization, kept for what it teaches."),
    Verdict.ESCALATE: _("The managers of another group can act on it."),
    Verdict.DEFER: _("It comes back by itself on a date, at most twice."),
    Verdict.DECLINE: _("We will not do it, and say why."),
}


TEXTS = ("prediction", "measure")
LOCAL = _("The discussion found a local optimization. Keep it as learning, or let an experiment show more.")
ADVICE = {
    Finding.FUNCTIONAL: LOCAL,
    Finding.ASSUMPTION: _(
        "The discussion found that it rests on an assumption nobody has checked. An experiment tests it; "
        "or keep it as learning."
    ),
}
ADVISED = {
    Finding.FUNCTIONAL: (Verdict.LEARN,),
    Finding.ASSUMPTION: (Verdict.EXPERIMENT, Verdict.LEARN),
}
"""Finding → the verdicts that act on it. Advice: the managers decide."""


class DecideForm(VerbForm):
    """A verdict with what it needs. Fields of other verdicts are passed over.

    `needs` (field → verdict) lets the page show only the fields of the chosen verdict.
    """

    verb = "decide"
    template = "item_decide"
    lead = _("Every verdict needs a reason, and the team that raised it gets a reply.")
    done = _("Decided. The team gets your reply.")
    needs = {
        "owner": Verdict.ACT,
        "due": Verdict.ACT,
        "wake": Verdict.DEFER,
        "product_group": Verdict.ESCALATE,
        "prediction": Verdict.EXPERIMENT,
        "measure": Verdict.EXPERIMENT,
    }
    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the verdicts.")},
    )
    owner = forms.ModelChoiceField(
        label=_("Who acts"), queryset=None, required=False, empty_label=_("Choose a person")
    )
    due = date_field(_("By when"))
    wake = date_field(_("Comes back on"))
    product_group = forms.ModelChoiceField(
        label=_("To which product group"), queryset=None, required=False, empty_label=_("Choose a group")
    )
    prediction = text_field(
        _("Prediction"), hint=_("What will happen if the assumption holds."), required=False, rows=2
    )
    measure = text_field(_("Measure"), hint=_("How and when you will look."), required=False, rows=2)
    reason = text_field(_("Reason"))
    reply = text_field(
        _("Reply to the team"), hint=_("Without other words the team gets the reason."), required=False
    )

    def prepare(self):
        group = self.item.product_group
        for name in self.needs:
            self.fields[name].needed = name not in TEXTS  # by its verdict; so it is never called optional
        self.fields["owner"].queryset = User.objects.of_group(group)
        self.fields["product_group"].queryset = ProductGroup.objects.besides(group.pk)
        if not self.is_bound:
            self._prefill_experiment()
        today = group.today().isoformat()
        self.fields["due"].widget.attrs["min"] = self.fields["wake"].widget.attrs["min"] = today

    def _prefill_experiment(self) -> None:
        """What is known of the assumption, so that testing it takes one step."""
        self.fields["prediction"].initial = self.item.prediction
        self.fields["measure"].initial = self.item.measure
        if self.finding != Finding.ASSUMPTION:
            return
        assumption = {"assumption": assumption_of(self.item, self.user)}
        self.fields["prediction"].help_text = (
            _("What will happen if this holds: “%(assumption)s”") % assumption
        )
        if self.initial.get("verdict") == Verdict.EXPERIMENT:
            start = _("If this holds: “%(assumption)s”, then ") % assumption
            self.fields["prediction"].initial = self.item.prediction or start
            self.fields["reason"].initial = _("Nobody has checked this: “%(assumption)s”.") % assumption

    @cached_property
    def finding(self) -> str:
        """What the discussion found last; "" where nobody has assessed the item."""
        return advice(self.item)

    @property
    def advice(self) -> str:
        """The finding about a local optimization, and what may follow from it: the managers decide."""
        return ADVICE.get(self.finding, "")

    @cached_property
    def verdicts(self) -> list[dict]:
        """The choices as the page draws them: key, value, words, what follows, chosen, possible."""
        chosen = self["verdict"].value()
        return [
            {
                "key": key,
                "value": value,
                "label": label,
                "follows": CONSEQUENCES[value],
                "chosen": value == chosen,
                "advised": value in ADVISED.get(self.finding, ()),
                "possible": value != Verdict.DEFER or self.item.deferrals < MOST_DEFERRALS,
            }
            for key, (value, label) in enumerate(Verdict.choices, start=1)
        ]

    @property
    def details(self) -> list[dict]:
        """The fields that only one verdict needs, each with the verdict's value and words."""
        return [
            {"field": self[name], "verdict": verdict.value, "label": verdict.label}
            for name, verdict in self.needs.items()
        ]

    def clean(self):
        """Forget what other verdicts would have needed, and its errors."""
        verdict = self.cleaned_data.get("verdict")
        for name, needed_by in self.needs.items():
            if verdict and needed_by != verdict:
                self.errors.pop(name, None)
                self.cleaned_data[name] = None
        return self.cleaned_data

    def perform(self):
        return self.item.decide(**self.cleaned_data, by=self.user)
