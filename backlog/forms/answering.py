"""The questions of a template as fields of a form, named by what they ask: so nothing gets mixed up."""

from dataclasses import dataclass
from zlib import crc32

from django import forms

from backlog.models import ItemTemplate
from backlog.models.templates import LONGEST_ANSWER, LONGEST_QUESTION, MOST_QUESTIONS

POSTED = "question-"


@dataclass(frozen=True)
class Asked:
    """A question with what is answered so far."""

    text: str
    hint: str = ""
    required: bool = False
    answer: str = ""

    @property
    def key(self) -> str:
        return f"{crc32(self.text.encode()):08x}"

    @property
    def name(self) -> str:
        return f"answer-{self.key}"


class LongText(forms.CharField):
    """Lines end alike, wherever the text comes from, so that sameness can be seen."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def asked_of(template: ItemTemplate, stored: dict[str, str], data=None) -> list[Asked]:
    """What the template asks, what was answered before, what the form asked when it was shown."""
    rows = [Asked(**question, answer=stored.get(question["text"], "")) for question in template.questions]
    others = dict(stored)
    for name in data or ():
        text = data[name]
        if name.startswith(POSTED) and len(text) <= LONGEST_QUESTION and name == POSTED + Asked(text).key:
            others.setdefault(text, "")
    known = {row.text for row in rows}
    rows += [Asked(text, answer=answer) for text, answer in others.items() if text not in known]
    return rows[: 3 * MOST_QUESTIONS]


def add_questions(form: forms.Form, asked: list[Asked], *, require: bool) -> None:
    """A field for each; required ones must be answered where the form is one that asks for them."""
    form.asked = asked
    for one in asked:
        form.fields[one.name] = LongText(
            label=one.text,
            help_text=one.hint,
            required=require and one.required,
            max_length=LONGEST_ANSWER,
            initial=one.answer,
            widget=forms.Textarea(attrs={"rows": 3}),
        )


def answers_of(form: forms.Form, names=None) -> dict[str, str]:
    """Question → what was typed, of the fields named."""
    return {
        one.text: form.cleaned_data[one.name]
        for one in form.asked
        if one.name in form.cleaned_data and (names is None or one.name in names)
    }


def shape(form: forms.Form, template: ItemTemplate, holds) -> None:
    """Leave out the fields that the template leaves out, unless something stands in them; explain others."""
    for name in template.off:
        if name in form.fields and not holds(name):
            del form.fields[name]
    for name, hint in template.hints.items():
        if name in form.fields:
            form.fields[name].help_text = hint
