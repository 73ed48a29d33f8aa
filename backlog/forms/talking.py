"""Commenting with files, and promising an action."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backlog.forms.verb import date_field
from backlog.models import Action, Comment, Item
from backlog.models.comments import LONGEST
from backlog.models.mentions import MOST_STRANGERS
from backlog.uploads import ACCEPT, Upload, read_upload
from teams.models import User


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files up to the limit, each read and checked: a list of `Upload`s."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None) -> list[Upload]:
        sent = [file for file in data or [] if file]
        if len(sent) > settings.FILES_PER_COMMENT:
            raise ValidationError(_("At most %d files at once.") % settings.FILES_PER_COMMENT)
        uploads, errors = [], []
        for file in sent:
            try:
                uploads.append(read_upload(file))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return uploads


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"),
        help_text=_(
            "Markdown: *emphasis*, **strong**, - lists, > quotes, [words](address). @Name tells a person."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    files = FilesField(label=_("Pictures and files"), required=False)
    use_required_attribute = False

    def __init__(self, data=None, files=None, *, prefix="comment", **options):
        super().__init__(data, files, auto_id=f"id_{prefix}_%s", **options)
        limits = {"number": settings.FILES_PER_COMMENT, "size": settings.FILE_MAX_MB}
        hint = _("At most %(number)d, each up to %(size)d MB. Pictures can also be pasted or dropped here.")
        self.fields["text"].needed = True  # where no file says enough; so it is never called optional
        self.fields["files"].help_text = hint % limits

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not text.strip() and not self.files.getlist("files") and not self.may_be_empty:
            raise ValidationError(_("Write something first."))
        return text

    may_be_empty = False

    def run(self, item: Item, user) -> bool:
        """Say it. False where the words were refused; why stands at the field."""
        return self._say(lambda **said: item.comment(**said, by=user))

    def _say(self, verb) -> bool:
        try:
            self.comment = verb(text=self.cleaned_data["text"], files=self.cleaned_data["files"])
        except ValidationError as error:
            self.add_error("text", error.message_dict["text"])
            return False
        return True

    def typed(self) -> list[tuple[str, str]]:
        """What was written, to be kept when it came too late."""
        return [(self["text"].label, self["text"].data)] if self.is_bound and self["text"].data else []

    @property
    def said(self) -> str:
        """What follows from it, beside that it is there: who is mentioned but can't see the item."""
        strangers = self.comment.mentions.strangers[:MOST_STRANGERS]
        if not strangers:
            return ""
        names = ", ".join(f"“@{name}”" for name in strangers)
        return _("%s is nobody who can see this item, so nobody was told of that.") % names


class CommentEditForm(CommentForm):
    """Other words for a comment that stands there; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, comment: Comment, data=None, files=None):
        self.edited = comment
        self.may_be_empty = comment.attachments.shown().exists()
        initial = {"text": comment.text, "version": comment.version}
        super().__init__(data, files, prefix="edit", initial=initial)

    def run(self, item: Item, user) -> bool:
        version = self.cleaned_data["version"]
        return self._say(lambda **said: item.edit_comment(self.edited, **said, version=version, by=user))


class ActionForm(forms.Form):
    """What somebody promises to do for the item by a date."""

    text = forms.CharField(label=_("What"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Who"), queryset=None, empty_label=_("Choose a person"))
    due = date_field(_("By when"), required=True)
    use_required_attribute = False

    def __init__(self, item: Item, data=None):
        super().__init__(data)
        self.item = item
        self.fields["owner"].queryset = User.objects.of_group(item.product_group)

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, to be kept when it came too late."""
        return [(self["text"].label, self["text"].data)] if self.is_bound and self["text"].data else []

    def run(self, user) -> bool:
        """Add the action. False where a value was refused; why stands at the field."""
        try:
            Action.add(product_group=self.item.product_group, item=self.item, by=user, **self.cleaned_data)
        except ValidationError as error:
            for field, messages in error.update_error_dict({}).items():
                self.add_error(field if field in self.fields else None, messages)
            return False
        return True
