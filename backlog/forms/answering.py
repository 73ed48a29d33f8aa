"""The questions of a template as fields of a form, named by what they ask: so nothing gets mixed up."""

from dataclasses import dataclass
from zlib import crc32

from django import forms

from backlog.models import ItemTemplate
from backlog.models.templates import LONGEST_ANSWER, LONGEST_QUESTION, MOST_AT_ONCE

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


def posted_answers(data) -> dict[str, str]:
    """Question → what was typed, of those that a form of ours had asked when it was shown."""
    asked = {}
    for name in data or ():
        text = data[name]
        if name.startswith(POSTED) and len(text) <= LONGEST_QUESTION and "\x00" not in text:
            one = Asked(text)
            if name == POSTED + one.key:
                asked[text] = data.get(one.name) or ""
    return asked


def asked_of(template: ItemTemplate, stored: dict[str, str], data=None) -> list[Asked]:
    """What the template asks, what was answered before, and what else somebody answers just now."""
    rows = [Asked(**question, answer=stored.get(question["text"], "")) for question in template.questions]
    known = {row.text for row in rows} | stored.keys()
    rows += [Asked(text, answer=answer) for text, answer in stored.items() if text not in template.texts]
    others = [text for text, answer in posted_answers(data).items() if answer.strip() and text not in known]
    return rows + [Asked(text) for text in others[: 2 * MOST_AT_ONCE]]


def add_questions(form: forms.Form, asked: list[Asked], *, mark: bool = True) -> None:
    """A field for each. None must be filled in; with `mark` those that are to be aren't called optional."""
    form.asked = asked
    for one in asked:
        field = LongText(
            label=one.text,
            help_text=one.hint,
            required=False,
            max_length=LONGEST_ANSWER,
            initial=one.answer,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        field.needed = mark and one.required
        form.fields[one.name] = field


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
