"""Merging: the other item is named by its number, or looked for by words."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backlog.filters import ItemFilter
from backlog.forms.verb import VerbForm
from backlog.models import UNDONE, Item, Sweep

NUMBER = re.compile(r"#?\s*([0-9]{1,9})")
MOST_TARGETS = 8


class MergeForm(VerbForm):
    """`into` is a number ("#12") or words; `chosen` is one of the suggestions, and counts first."""

    verb = "merge"
    template = "item_merge"
    lead = gettext_lazy(
        "Both say the same? This one goes on as part of the other, which then counts its team as well. "
        "It can be undone."
    )
    do = gettext_lazy("Merge")
    done = gettext_lazy("Merged.")
    undo = "unmerge"
    into = forms.CharField(
        label=gettext_lazy("Into which item"),
        help_text=gettext_lazy("Its number, such as #12, or words from its title or text."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say into which item: its number, or words from it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    chosen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @cached_property
    def targets(self) -> list[dict]:
        """Undone items of the group that fit what was typed: `id`, `number`, `title`, `state`."""
        return suggest(self.item, self.user, self["into"].value() or "")

    def clean(self):
        chosen, typed = self.cleaned_data.get("chosen"), self.cleaned_data.get("into", "").strip()
        number = NUMBER.fullmatch(typed)
        rows = Item.objects.visible_to(self.user).undone_besides(self.item)
        if chosen:
            self.target = rows.with_id(chosen).first()
        elif number:
            self.target = rows.with_number(int(number[1])).first()
        elif typed:
            raise ValidationError({"into": self._choose()})
        else:
            return
        if self.target is None:
            raise ValidationError({"into": _("There is no undone item with this number in the group.")})

    def _choose(self) -> str:
        return _("Choose one of the items found.") if self.targets else _("No undone item fits these words.")

    def perform(self):
        return Sweep.merge([self.item.pk], into=self.target, by=self.user)


class UnmergeForm(VerbForm):
    verb = "unmerge"
    lead = gettext_lazy("It becomes an item of its own again, in the state it had before.")
    done = gettext_lazy("It is an item of its own again.")
    at_once = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def perform(self):
        """Pressed at once, the merge is undone as if it had not been; later it is a verb like any other."""
        own = Sweep.objects.visible_to(self.user)
        merge = own.merge_of(self.item) if self.cleaned_data["at_once"] else None
        return merge.undo(by=self.user) if merge else self.item.unmerge(by=self.user)

    @classmethod
    def undo_values(cls, item):
        return {"at_once": True}


def suggest(item: Item, user, text: str) -> list[dict]:
    """The newest undone items of the same group that fit the words, without the item itself."""
    if not text.strip():
        return []
    number = NUMBER.fullmatch(text.strip())
    asked = QueryDict(mutable=True)
    asked["q"] = f"#{number[1]}" if number else text
    asked["product_group"] = str(item.product_group_id)
    asked["page_size"] = str(MOST_TARGETS + 1)
    asked.setlist("state", sorted(UNDONE))
    search = ItemFilter(asked, user)
    found = search.page().rows if not search.errors else []
    return [row for row in found if row["id"] != item.pk][:MOST_TARGETS]
