"""Columns, notes, topics, agreements and pasted text, as people fill them in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backlog.forms.verb import date_field
from retrospectives.models import Agreement, Column, Note, Retrospective, Topic
from retrospectives.models.parts import LONGEST_NOTE
from retrospectives.reading import LARGEST
from retrospectives.refusals import SENTENCES


class ColumnForm(forms.ModelForm):
    """Title, and what the column gathers."""

    use_required_attribute = False

    class Meta:
        model = Column
        fields = ("title", "leaning")
        help_texts = {"leaning": _("It suggests the kind of the items that its notes become.")}


class NoteForm(forms.ModelForm):
    """The words of a note."""

    use_required_attribute = False

    class Meta:
        model = Note
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_NOTE})}


class TopicForm(forms.Form):
    """A new topic, or one that is there."""

    title = forms.CharField(
        label=_("New topic"), required=False, max_length=Topic._meta.get_field("title").max_length
    )
    topic = forms.ModelChoiceField(
        label=_("or a topic that is there"), queryset=None, required=False, empty_label=_("A new one")
    )

    def __init__(self, retrospective: Retrospective, data=None):
        super().__init__(data)
        self.fields["topic"].queryset = retrospective.topics.order_by("title", "id")
        if not self.fields["topic"].queryset:
            del self.fields["topic"]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("title") and not cleaned.get("topic"):
            self.add_error("title", _("A topic needs a title."))
        return cleaned


class AgreementForm(forms.ModelForm):
    """What somebody does, who, by when."""

    due = date_field(_("By when"))
    use_required_attribute = False

    class Meta:
        model = Agreement
        fields = ("text", "owner", "due")
        widgets = {"text": forms.Textarea(attrs={"rows": 1})}

    def __init__(self, retrospective: Retrospective, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = retrospective.candidates()
        self.fields["owner"].empty_label = _("All of us")


class BringForm(forms.Form):
    """Text, or a file of it; for whom, where there is no board yet. `html` is a page that was pasted."""

    place = forms.ChoiceField(label=_("Whose retrospectives"))
    text = forms.CharField(
        label=_("Notes"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "Headings become columns, bullets become notes. You correct it before anything is stored."
        ),
    )
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".md,.markdown,.txt,.csv,.tsv,.html,.htm,.json,text/*"}),
        help_text=_(
            "Markdown, plain text, CSV or a saved page; at most 2 MB, in UTF-8. You can drop it here."
        ),
    )

    largest = LARGEST
    too_large = SENTENCES["too_large"]

    def __init__(self, *args, places=None, place: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].needed = True
        for name in ("text", "html"):
            self.fields[name].needed = True  # one of them is
            self.fields[name].validators = []  # the reader refuses what is no text, in its own sentence
        if places is None:
            del self.fields["place"]
            return
        self.fields["place"].choices = [(found.key, found.name) for found in places]
        self.initial.setdefault("place", place)
        if len(places) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.initial["place"] = places[0].key
