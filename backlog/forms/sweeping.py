"""What is said once for several items: one form for each thing that can be done to them together."""

from datetime import timedelta
from zlib import crc32

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backlog.forms.deciding import AssessForm
from backlog.forms.discussing import AskForm
from backlog.forms.merging import NUMBER, MergeForm, suggest
from backlog.forms.verb import date_field, in_words, show_refusal
from backlog.models import Item, Sweep

COMING_BACK = 7


class SweepForm(forms.Form):
    """One thing done to `items`, all of which `user` may see. As a `VerbForm`, but for several.

    `run` is False where a value was refused; its sentences then stand at the fields.
    """

    what: str
    lead = ""
    do = ""
    required_css_class = "required"
    use_required_attribute = False

    def __init__(self, items: list[Item], user, data=None, **options):
        self.items = items
        self.user = user
        super().__init__(data, **options)
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the items."""

    @property
    def ids(self) -> list:
        return [item.pk for item in self.items]

    @property
    def title(self) -> str:
        return str(Sweep.What(self.what).label)

    @property
    def button(self) -> str:
        return str(self.do or self.title)

    def run(self) -> bool:
        try:
            self.sweep = self.perform()
        except ValidationError as error:
            show_refusal(self, error)
            return False
        return True

    def perform(self) -> Sweep:
        raise NotImplementedError

    def typed(self) -> list[tuple[str, str]]:
        """Label and text of what was written, to be kept when it came too late."""
        written = ((field.label, in_words(field)) for field in self.visible_fields() if self.is_bound)
        return [(label, text) for label, text in written if text]

    @property
    def keep(self) -> str:
        """The name under which a browser keeps what is typed: other items, other words."""
        ids = "".join(sorted(str(pk) for pk in self.ids))
        return f"{self.what}-{crc32(ids.encode()):08x}"


class AssessSweep(SweepForm):
    what = Sweep.What.ASSESS
    lead = AssessForm.lead
    do = AssessForm.do
    finding = AssessForm.base_fields["finding"]
    reason = AssessForm.base_fields["reason"]

    @property
    def findings(self) -> list[dict]:
        """The choices as keys: the first is pressed by 1."""
        chosen = self["finding"].value()
        return [
            {"key": key, "value": value, "label": label, "chosen": value == chosen}
            for key, (value, label) in enumerate(self.fields["finding"].choices, start=1)
        ]

    def perform(self):
        return Sweep.assess(self.ids, **self.cleaned_data, by=self.user)


class MergeSweep(SweepForm):
    what = Sweep.What.MERGE
    lead = _("What you chose goes on as part of the other item, which then counts their teams as well.")
    do = MergeForm.do
    into = MergeForm.base_fields["into"]
    chosen = MergeForm.base_fields["chosen"]

    @property
    def targets(self) -> list[dict]:
        """Undone items of the group that fit what was typed, without those to be merged."""
        if not self.items:
            return []
        found = suggest(self.items[0], self.user, self["into"].value() or "")
        return [row for row in found if row["id"] not in self.ids]

    def clean(self):
        chosen, typed = self.cleaned_data.get("chosen"), self.cleaned_data.get("into", "").strip()
        number = NUMBER.fullmatch(typed)
        self.target = None
        rows = Item.objects.visible_to(self.user).undone_besides(self.items[0])
        if chosen:
            self.target = rows.with_id(chosen).first()
        elif number:
            self.target = rows.with_number(int(number[1])).first()
        elif typed:
            raise ValidationError({"into": _("Choose one of the items found, or give a number.")})
        if typed and self.target is None:
            raise ValidationError({"into": _("There is no undone item with this number in the group.")})

    def perform(self):
        return Sweep.merge(self.ids, into=self.target, by=self.user)


class AskSweep(SweepForm):
    what = Sweep.What.ASK
    lead = AskForm.lead
    text = AskForm.base_fields["text"]

    def perform(self):
        return Sweep.ask(self.ids, text=self.cleaned_data["text"], by=self.user)


class SnoozeSweep(SweepForm):
    what = Sweep.What.SNOOZE
    lead = _("Out of your own inbox until that day. Others still see it, and it goes on being silent.")
    do = _("Lay aside")
    until = date_field(_("Until which day"), required=True)

    def prepare(self):
        if self.items:
            today = self.items[0].product_group.today()
            self.fields["until"].initial = today + timedelta(days=COMING_BACK)
            self.fields["until"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()

    def perform(self):
        return Sweep.snooze(self.ids, until=self.cleaned_data["until"], by=self.user)


class UnsnoozeSweep(SweepForm):
    what = Sweep.What.UNSNOOZE
    lead = _("Back in your inbox at once.")

    def perform(self):
        return Sweep.unsnooze(self.ids, by=self.user)


SWEEPS: dict[str, type[SweepForm]] = {
    str(form.what): form for form in (AssessSweep, MergeSweep, AskSweep, SnoozeSweep, UnsnoozeSweep)
}
"""The table of what can be done to several items: word → its form."""
