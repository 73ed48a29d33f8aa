"""Agreements: what the team does itself."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from retrospectives.models.changing import verb
from retrospectives.models.noting import found
from retrospectives.models.parts import named

MOST_AGREEMENTS = 200


class AgreementQuerySet(models.QuerySet):
    def open(self) -> "AgreementQuerySet":
        return self.filter(done_at=None)

    def promised_by(self, earlier, *, last) -> "AgreementQuerySet":
        """All of the retrospective `last`, and what is still open of any `earlier` one."""
        still_open = models.Q(done_at=None, retrospective__in=earlier.order_by().values("pk"))
        return self.filter(models.Q(retrospective=last) | still_open)

    def for_board(self) -> "AgreementQuerySet":
        return self.order_by("id").values(
            "id", "text", "due", "done_at", "owner_id", "retrospective_id", "status_text",
            owner_name=named("owner"), date=models.F("retrospective__date"),
        )  # fmt: skip


class Agreement(models.Model):
    """What the people of a retrospective do themselves, without the managers.

    Of brought notes `owner_text` is a name that nobody here has, `status_text` how far it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    retrospective = models.ForeignKey(
        "retrospectives.Retrospective", on_delete=models.PROTECT, related_name="agreements"
    )
    text = models.TextField(gettext_lazy("What"), max_length=10_000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("Who"),
    )
    due = models.DateField(gettext_lazy("By when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    owner_text = models.CharField(max_length=200, blank=True, editable=False)
    status_text = models.CharField(max_length=40, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["retrospective", "id"], name="agreement_by_retrospective"),
            models.Index(fields=["retrospective"], condition=models.Q(done_at=None), name="agreement_open"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Agreeing:
    """Verbs: agree, edit, drop, keep an agreement."""

    @verb("agree")
    def agree(self, text: str, *, owner=None, due=None, by) -> Agreement:
        """Agree on something that those who take part do themselves."""
        if self.agreements.count() >= MOST_AGREEMENTS:
            raise ValidationError({"text": _("That is more than a team can keep.")})
        agreement = Agreement(retrospective=self)
        self._fill(agreement, text, owner, due)
        self.joins(by)
        tell = [owner.pk] if owner else []
        self.change("agreed", by=by, tell=tell, data={"date": self.date.isoformat()})
        return agreement

    @verb("agree")
    def edit_agreement(self, pk, *, text: str, owner=None, due=None, by) -> None:
        self._fill(found(self.agreements, pk), text, owner, due)
        self.change("agreement_edited", by=by)

    @verb("agree")
    def drop_agreement(self, pk, *, by) -> None:
        """Take an agreement off the board."""
        found(self.agreements, pk).delete()
        self.change("agreement_dropped", by=by)

    @verb("keep_agreement")
    def keep_agreement(self, pk, *, kept: bool = True, by) -> None:
        """Say that an agreement is kept, or that it is open after all. Also after the meeting."""
        agreement = found(self.agreements, pk)
        if bool(agreement.done_at) == kept:
            return
        agreement.done_at = timezone.now() if kept else None
        agreement.save(update_fields=["done_at"])
        self.change("agreement_kept" if kept else "agreement_opened", by=by)

    def _fill(self, agreement: Agreement, text: str, owner, due) -> None:
        agreement.text, agreement.owner, agreement.due = text.strip(), owner, due
        agreement.owner_text = "" if owner else agreement.owner_text
        if owner and not self.candidates().filter(pk=owner.pk).exists():
            raise ValidationError({"owner": _("Choose one of those who may take part.")})
        agreement.clean_fields()
        agreement.save()
