"""The five questions, a question to the team, and what was learned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backlog.forms.verb import VerbForm, in_words, text_field
from backlog.models import Perspective, Whole, Whom
from backlog.models.comments import LONGEST
from backlog.models.perspectives import ANSWERS

CHOOSE = {"required": _("Choose one of the answers.")}


def one_of(name: str, choices) -> forms.ChoiceField:
    label = Perspective._meta.get_field(name).verbose_name
    return forms.ChoiceField(
        label=label, choices=[("", _("Choose an answer")), *choices], error_messages=CHOOSE
    )


def line(name: str, hint: str = "") -> forms.CharField:
    field = Perspective._meta.get_field(name)
    return forms.CharField(
        label=field.verbose_name, help_text=hint, required=False, max_length=field.max_length
    )


class PerspectiveForm(VerbForm):
    """What one person thinks. The answers of the others stay hidden until this one is given."""

    verb = "perspective"
    lead = _("Five questions about the whole. You see the answers of the others once you have given yours.")
    do = _("Give my answer")
    done = _("Your answer is there. The answers of the others are open to you now.")
    gains = one_of("gains", Whom.choices)
    gains_text = line("gains_text")
    loses = one_of("loses", Whom.choices)
    loses_text = line("loses_text")
    whole = forms.ChoiceField(
        label=Perspective._meta.get_field("whole").verbose_name,
        choices=Whole.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    figure = line("figure", _("Such as waiting time, faults found by customers, time until a release."))
    function = line("function", _("Such as testing, operations, purchasing, one team."))
    assumption = line("assumption", _("What must be true for it to help, and who has checked it."))

    def prepare(self):
        self.own = Perspective.objects.open_to(self.item, self.user).of(self.user)
        if self.own:
            self.lead, self.do = _("Five questions about the whole."), _("Change my answer")
            self.done = _("Your answer is changed.")
            self.initial = {name: getattr(self.own, name) for name in ANSWERS}

    def perform(self):
        return self.item.give_perspective(by=self.user, **self.cleaned_data)

    def typed(self):
        return [(field.label, in_words(field)) for field in self if self.is_bound and field.data]


class AskForm(VerbForm):
    verb = "ask"
    lead = _("A comment that every member of the team hears of. A manager's question counts as an answer.")
    do = _("Ask the team")
    done = _("The team is asked.")
    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the question first.")},
    )

    def perform(self):
        return self.item.ask(self.cleaned_data["text"], by=self.user)


class LearnForm(VerbForm):
    verb = "learn"
    lead = _("A local optimization teaches something about the whole. Others find it under “Learning”.")
    do = _("Keep what was learned")
    done = _("What was learned is kept.")
    version = forms.IntegerField(widget=forms.HiddenInput)
    learning = text_field(_("What was learned"), rows=5)

    def prepare(self):
        self.initial = {"version": self.item.version, "learning": self.item.learning}

    def perform(self):
        values = self.cleaned_data
        return self.item.learn(values["learning"], version=values["version"], by=self.user)
