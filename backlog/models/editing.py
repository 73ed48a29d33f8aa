"""Changing what an item says."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backlog.models.life import Kind, State, WrongState
from backlog.models.templates import MOST_KEPT, TOO_MANY, Answer, checked
from teams import permissions

TEXTS = frozenset({"title", "description", "idea", "effect", "kind"})
EXPERIMENT = frozenset({"prediction", "measure", "result", "learning"})
PROMISE = frozenset({"owner", "due"})
EDITABLE = TEXTS | EXPERIMENT | PROMISE
LOCKED_AT_START = frozenset({"prediction", "measure"})


class Stale(Exception):
    """Somebody else changed the row since it was read (412 by If-Match, 409 on a page)."""


class Editing:
    """Edit."""

    def may_edit(self, user, field: str) -> bool:
        """Whether policy lets `user` change the field (or the `answers`), the state left aside."""
        return permissions.may(user, self._permission_for(field), self)

    def editable_by(self, user) -> set[str]:
        """The fields that `user` may change now."""
        if not (self.undone or self.state == State.PROPOSED):
            return set()
        return {field for field in EDITABLE if self.may_edit(user, field)}

    @staticmethod
    def _permission_for(field: str) -> str:
        if field in PROMISE:
            return "backlog.edit_promise"
        return "backlog.edit_experiment" if field in EXPERIMENT else "backlog.edit_item"

    def edit(self, *, by, version: int | None = None, answers: dict[str, str] | None = None, **changes):
        """Change some of the `EDITABLE` fields, and answers by question; what is equal is passed over.

        With `version`, raises `Stale` when the item has changed since that version was read.
        Raises `PermissionDenied` for a field that `by` may not change, `WrongState` when the
        item has ended or a prediction is locked, `ValidationError` for a value. The teams that
        agreed to a proposal in other words are asked again.
        """
        with transaction.atomic():
            self.lock()
            if not all(self.may_edit(by, field) for field in changes):
                raise PermissionDenied(_("Your roles don't allow this change."))
            if version is not None and version != self.version:
                raise Stale
            changes = {name: value for name, value in changes.items() if getattr(self, name) != value}
            answers, before = self._new_answers(checked(answers or {}), by)
            if not changes and not answers:
                return
            self.require_open_for_edit()
            self._require_unlocked(changes)
            self._check(changes)
            told = {name: [_shown(getattr(self, name)), _shown(value)] for name, value in changes.items()}
            answered = {question: [before.get(question, ""), text] for question, text in answers.items()}
            reworded = answers or any(
                getattr(self, name) != changes[name] for name in changes.keys() - PROMISE
            )
            Answer.keep(self, answers)
            tell = [changes["owner"].pk] if changes.get("owner") else []
            # a question may be worded as a field is called, so the two never share their keys
            data = {"changes": told} | ({"answers": answered} if answered else {})
            self.change("edited", by=by, tell=tell, data=data, **changes)
            if reworded and self.state == State.PROPOSED:
                self.ask_again(by=by)

    def _new_answers(self, answers: dict[str, str], by) -> tuple[dict[str, str], dict[str, str]]:
        """Those that differ from what is stored, and what is stored."""
        if not answers:
            return {}, {}
        if not self.may_edit(by, "answers"):
            raise PermissionDenied(_("Your roles don't allow this change."))
        before = dict(self.answers.values_list("question", "text"))
        new = {one: text for one, text in answers.items() if before.get(one, "") != text}
        if any(new.values()) and sum(map(bool, (before | new).values())) > MOST_KEPT:
            raise ValidationError({"answers": TOO_MANY})
        return new, before

    def require_open_for_edit(self) -> None:
        """Raise `WrongState` if the item has ended."""
        if not (self.undone or self.state == State.PROPOSED):
            raise WrongState(_("The item has ended; it can't be changed any more."))

    def require_takes_actions(self) -> None:
        """Raise `WrongState` if the item has ended or is only proposed: nothing is promised for it."""
        if not self.undone:
            raise WrongState(_("It takes no further actions: it has ended or is only proposed."))

    def _require_unlocked(self, changes: dict) -> None:
        if self.started_at and self.kind == Kind.EXPERIMENT and LOCKED_AT_START & changes.keys():
            raise WrongState(_("The experiment has started: its prediction and measure are locked."))

    def _check(self, changes: dict) -> None:
        owner = changes.get("owner")
        if owner and not type(owner).objects.of_group(self.product_group).contains(owner):
            raise ValidationError({"owner": _("Choose a person of this product group.")})
        if "title" in changes:
            changes["title"] = " ".join(changes["title"].split())
        for name, value in changes.items():
            if name not in PROMISE:
                try:
                    self._meta.get_field(name).clean(value, self)
                except ValidationError as error:
                    raise ValidationError({name: error.messages}) from error


def _shown(value) -> str:
    return "" if value is None else str(value)
