"""What is asked of items of one kind, as an administrator writes it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backlog.models import Item, ItemTemplate
from backlog.models.templates import LONGEST_HINT, LONGEST_QUESTION, MOST_QUESTIONS, fields_of


class TemplateForm(forms.Form):
    """Each field of the kind, on or off and explained; lines for questions, the empty ones not counted."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, template: ItemTemplate, data=None):
        self.template = template
        super().__init__(data, initial=self._values(template))
        for name in fields_of(template.kind):
            self.fields[f"on_{name}"] = forms.BooleanField(
                label=Item._meta.get_field(name).verbose_name, required=False
            )
            self.fields[f"hint_{name}"] = forms.CharField(
                label=gettext_lazy("Hint"), required=False, max_length=LONGEST_HINT
            )
        for place in range(MOST_QUESTIONS):
            self.fields[f"question_{place}"] = forms.CharField(
                label=gettext_lazy("Question"), required=False, max_length=LONGEST_QUESTION
            )
            self.fields[f"help_{place}"] = forms.CharField(
                label=gettext_lazy("Hint"), required=False, max_length=LONGEST_HINT
            )
            self.fields[f"required_{place}"] = forms.BooleanField(
                label=gettext_lazy("Must be answered"), required=False
            )

        for field in self.fields.values():
            field.needed = True  # so that not each is called optional: a template may be empty

    def _values(self, template: ItemTemplate) -> dict:
        values = {"version": template.version}
        for name in fields_of(template.kind):
            values |= {f"on_{name}": name not in template.off, f"hint_{name}": template.hints.get(name, "")}
        for place, question in enumerate(template.questions):
            values |= {
                f"question_{place}": question["text"],
                f"help_{place}": question["hint"],
                f"required_{place}": question["required"],
            }
        return values

    @property
    def parts(self) -> list:
        """Pairs of bound fields: on or off, and the hint."""
        return [(self[f"on_{name}"], self[f"hint_{name}"]) for name in fields_of(self.template.kind)]

    @property
    def lines(self) -> list:
        """Question, hint and whether it must be answered, line by line."""
        names = ("question", "help", "required")
        return [[self[f"{name}_{place}"] for name in names] for place in range(MOST_QUESTIONS)]

    def clean(self):
        for place in range(MOST_QUESTIONS):
            text = self.cleaned_data.get(f"question_{place}")
            if not text and self.cleaned_data.get(f"help_{place}"):
                self.add_error(f"question_{place}", _("The hint has no question yet."))

    def written(self) -> dict:
        """What `ItemTemplate.configure` takes."""
        values = self.cleaned_data
        return {
            "version": values["version"],
            "off": [name for name in fields_of(self.template.kind) if not values[f"on_{name}"]],
            "hints": {name: values[f"hint_{name}"] for name in fields_of(self.template.kind)},
            "questions": [
                {
                    "text": values[f"question_{place}"],
                    "hint": values[f"help_{place}"],
                    "required": values[f"required_{place}"],
                }
                for place in range(MOST_QUESTIONS)
                if values[f"question_{place}"]
            ],
        }

    def as_template(self) -> ItemTemplate:
        """What is typed, as a template that is not stored: for looking at it."""
        written = self.written()
        written.pop("version")
        return ItemTemplate(
            product_group_id=self.template.product_group_id, kind=self.template.kind, **written
        )
