"""Editing an item: the fields that this person may change, and what happens when two edit at once."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from backlog.forms.answering import (
    Asked,
    LongText,
    add_questions,
    answers_of,
    asked_of,
    posted_answers,
    shape,
)
from backlog.forms.verb import date_field, show_refusal
from backlog.models import Item, ItemTemplate, Kind, Stale, State
from backlog.models.editing import EXPERIMENT, LOCKED_AT_START, PROMISE
from backlog.models.templates import ASKED_IN
from teams.models import User

ORDER = (
    "kind",
    "title",
    "description",
    "idea",
    "effect",
    "prediction",
    "measure",
    "result",
    "learning",
    "owner",
    "due",
)
TEXTS = tuple(name for name in ORDER if name not in {"kind", *PROMISE})
HINTS = {
    "description": _("What stands in the way, for whom, how often."),
    "idea": _("What could be tried, if somebody has an idea."),
    "effect": _("What would be better, and how one would notice."),
    "prediction": _("What will happen, in numbers where possible. Locked once the experiment starts."),
    "measure": _("How and when you will look. Locked once the experiment starts."),
}


class EditForm(forms.Form):
    """The fields come with the values the person saw (hidden): only what they changed is saved."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, item: Item, user, data=None):
        self.item = item
        self.user = user
        now = values_of(item)
        super().__init__(data, initial={"version": item.version, **now})
        names = editable_fields(item, user)
        for name in names:
            self.fields[name] = self._field(name)
        self.asked: list[Asked] = []
        if "description" in names:
            self._ask(item, data)
        for name in self.names:
            self.fields[name].show_hidden_initial = True

    def _field(self, name: str) -> forms.Field:
        if name == "owner":
            people = User.objects.of_group(self.item.product_group) | User.objects.with_id(self.item.owner_id)
            return forms.ModelChoiceField(
                people, label=_("Owner"), required=False, empty_label=_("Nobody yet")
            )
        column = Item._meta.get_field(name)
        if name == "due":
            return date_field(column.verbose_name)
        if name == "kind":
            return forms.ChoiceField(label=column.verbose_name, choices=Kind.choices)
        if name == "title":
            return forms.CharField(label=column.verbose_name, max_length=column.max_length)
        return LongText(
            label=column.verbose_name,
            help_text=HINTS.get(name, ""),
            max_length=column.max_length,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def _ask(self, item: Item, data) -> None:
        """What the group's template asks and what was answered."""
        template = ItemTemplate.of(item.product_group_id, item.kind)
        shape(self, template, lambda name: getattr(item, name))
        stored = dict(item.answers.values_list("question", "text"))
        add_questions(self, asked_of(template, stored, data), mark=item.state in ASKED_IN)
        self.initial |= {one.name: one.answer for one in self.asked}

    def clean(self):
        """Nothing is emptied that must be answered. What was never answered keeps no other change back:
        a template that asks for more must not break the items that are there."""
        for one in self.asked if self.item.state in ASKED_IN else ():
            if one.required and self.cleaned_data.get(one.name) == "" and self.seen(one.name):
                self.add_error(one.name, self.fields[one.name].error_messages["required"])

    @property
    def warning(self) -> str:
        """What saving other words does to a proposal; "" where it does nothing."""
        if self.item.state != State.PROPOSED or not set(self.names) - PROMISE:
            return ""
        agreed = self.item.consents.filter(agree=True).order_by("team__name")
        teams = list(agreed.values_list("team__name", flat=True))
        sentence = ngettext(
            "%(teams)s has agreed to these words. If you change them, that no longer counts, and the team is "
            "asked again.",
            "%(teams)s have agreed to these words. If you change them, that no longer counts, and the teams "
            "are asked again.",
            len(teams),
        )
        return sentence % {"teams": get_text_list(teams, _("and"))} if teams else ""

    @property
    def names(self) -> list[str]:
        """The item's fields on this form."""
        return [name for name in self.fields if name != "version"]

    def seen(self, name: str):
        """The value that the person saw when they began; None where that was not sent along."""
        sent = self.data.get(f"initial-{name}")
        return None if sent is None else _text(self.fields[name], sent)

    def _now(self, item: Item) -> dict:
        """The values that are saved now, answers among them."""
        stored = dict(item.answers.values_list("question", "text")) if self.asked else {}
        return values_of(item) | {one.name: stored.get(one.text, "") for one in self.asked}

    def overtaken(self) -> list[str]:
        """Fields that somebody else changed since the person began. Comments and verbs don't count."""
        if self.cleaned_data.get("version") == self.item.version:
            return []
        now = self._now(self.item)
        return [name for name in self.names if self.seen(name) != _text(self.fields[name], now[name])]

    def run(self) -> bool:
        """Save what was changed. Raises `Stale` where somebody was quicker; False for a wrong value."""
        if self.overtaken():
            raise Stale
        changed = set(self.changed_data)
        answers = answers_of(self, changed)
        plain = changed - {"version", *(one.name for one in self.asked)}
        changes = {name: self.cleaned_data[name] for name in plain}
        try:
            self.item.edit(by=self.user, version=self.item.version, answers=answers, **changes)
        except ValidationError as error:
            show_refusal(self, error)
            return False
        return True

    def typed(self) -> list[tuple[str, str]]:
        """Label and text of what differs from the item, to be kept when it can't be saved any more."""
        label = Item._meta.get_field
        sent = [
            (label(name).verbose_name, self.data.get(name, ""), getattr(self.item, name)) for name in TEXTS
        ]
        stored = dict(self.item.answers.values_list("question", "text"))
        sent += [(text, typed, stored.get(text, "")) for text, typed in posted_answers(self.data).items()]
        return [
            (label, typed)
            for label, typed, now in sent
            if typed.replace("\r\n", "\n").strip() not in {"", now}
        ]

    def on_top(self, item: Item) -> "Conflict":
        """Both versions, side by side: `item` as it is saved now, and what was typed here."""
        now = {
            name: _text(self.fields[name], value)
            for name, value in self._now(item).items()
            if name in self.fields
        }
        mine = [name for name in self.changed_data if name in now]
        theirs = [name for name in now if self.seen(name) != now[name]]
        data = self.data.copy()
        data["version"] = item.version
        for name, value in now.items():
            data[f"initial-{name}"] = value
            if name not in mine:
                data[name] = value
        return Conflict(EditForm(item, self.user, data), mine, [name for name in theirs if name not in mine])


class Conflict:
    """`form` saves mine on top of theirs; `rows` are the fields to compare, `kept` goes along unseen."""

    def __init__(self, form: EditForm, mine: list[str], theirs: list[str]):
        self.form = form
        answers = {one.name: one.answer for one in form.asked}
        self.rows = [
            {"field": form[name], "theirs": answers.get(name) or shown(form.item, name), "mine": name in mine}
            for name in form.names
            if name in mine or name in theirs
        ]
        self.kept = [form[name] for name in form.names if name not in mine]


def editable_fields(item: Item, user) -> list[str]:
    """The fields on the form: what the person may change, and what fits the item's kind and state."""
    allowed = item.editable_by(user)
    if item.kind != Kind.EXPERIMENT:
        allowed -= EXPERIMENT
    elif item.started_at:
        allowed -= LOCKED_AT_START
    return [name for name in ORDER if name in allowed]


def values_of(item: Item) -> dict:
    return {name: item.owner_id if name == "owner" else getattr(item, name) for name in ORDER}


def shown(item: Item, name: str) -> str:
    """A field's saved value in words."""
    if name == "kind":
        return item.get_kind_display()
    return getattr(item, name, "") or ""


def _text(field: forms.Field, value) -> str:
    """A value as a form sends it, so that what was seen and what is saved can be compared."""
    return str(field.prepare_value(value) if value is not None else "").replace("\r\n", "\n").strip()
