"""What a product group asks of an item of each kind: questions, hints, fields left out; and the answers.

An answer keeps the question as it was asked: what a template becomes later changes no item.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from activity.models import Event
from backlog.models.life import Kind, State
from teams import permissions
from teams.models import ProductGroup

MOST_QUESTIONS = 6
LONGEST_QUESTION = 200
LONGEST_HINT = 300
LONGEST_ANSWER = 4_000
MOST_AT_ONCE = len(Kind) * MOST_QUESTIONS
"""Who tries every kind may have answered all that each of them asks."""
MOST_KEPT = 60
"""Templates come and go, and an item's page still shows every answer that was given."""
ASKED_IN = frozenset({State.PROPOSED, State.NEW})
"""Before the managers have it, what must be answered is asked for."""
FIELDS = ("description", "idea", "effect", "prediction", "measure")
"""Fields that can be left out or explained; the last two of experiments only."""
TOO_MANY = gettext_lazy("These are too many answers.")


class Overtaken(Exception):
    """Somebody else changed the template since it was read (409)."""


def fields_of(kind: str) -> tuple[str, ...]:
    return FIELDS if kind == Kind.EXPERIMENT else FIELDS[:3]


class ItemTemplateQuerySet(models.QuerySet):
    def of_group(self, product_group_id) -> "ItemTemplateQuerySet":
        return self.filter(product_group=product_group_id)


class ItemTemplate(models.Model):
    """What is asked of items of one kind in one group. Without a row nothing is asked and nothing left out.

    `questions` is a list of `{text, hint, required}`. A required answer never keeps an item from
    being captured, nor another change from being saved: it is asked for where the item is edited, named on
    its page until it is there, and not emptied again before the managers have the item.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product_group = models.ForeignKey(
        ProductGroup, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    questions = models.JSONField(default=list, blank=True)
    hints = models.JSONField(default=dict, blank=True)
    off = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ItemTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product_group", "kind"], name="one_template_per_kind"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="template_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {len(self.questions)}"

    @classmethod
    def of(cls, product_group_id, kind: str) -> "ItemTemplate":
        """The group's template of the kind, or an empty one that is not stored."""
        found = cls.objects.of_group(product_group_id).filter(kind=kind).first()
        return found or cls(product_group_id=product_group_id, kind=kind)

    def unanswered(self, answered) -> list[str]:
        """The required questions that are not among those answered."""
        return [one["text"] for one in self.questions if one["required"] and one["text"] not in answered]

    @property
    def texts(self) -> set[str]:
        """The questions alone."""
        return {one["text"] for one in self.questions}

    @property
    def empty(self) -> bool:
        return not (self.questions or self.hints or self.off)

    @classmethod
    def configure(cls, product_group, kind: str, *, by, version: int, questions=(), hints=None, off=()):
        """Write what is asked from now on. Raises `Overtaken` where `version` is no longer the last."""
        permissions.require(by, "teams.configure", product_group)
        questions = [_question(one) for one in questions]
        _check(questions, off, kind)
        with transaction.atomic():
            ProductGroup.objects.select_for_update().get(pk=product_group.pk)
            template = cls.of(product_group.pk, kind)
            if template.version != version:
                raise Overtaken
            template.questions, template.off = questions, [name for name in fields_of(kind) if name in off]
            hints = {name: " ".join(text.split())[:LONGEST_HINT] for name, text in (hints or {}).items()}
            template.hints = {name: hints[name] for name in fields_of(kind) if hints.get(name)}
            template.version, template.by, template.at = version + 1, by, timezone.now()
            template.save()
            Event.record(
                "template_configured",
                subject_type="product_group",
                subject_id=product_group.pk,
                product_group_id=product_group.pk,
                by=by,
                kind=kind,
            )
        return template


class Answer(models.Model):
    """What an item's people answered to a question, in the words it was asked in."""

    item = models.ForeignKey("backlog.Item", on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.CharField(gettext_lazy("Question"), max_length=LONGEST_QUESTION)
    text = models.TextField(max_length=LONGEST_ANSWER)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["item", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.question

    @classmethod
    def keep(cls, item, answers: dict[str, str]) -> None:
        """Store, change, or with an empty text remove answers; inside the verb's transaction."""
        gone = [question for question, text in answers.items() if not text]
        if gone:
            cls.objects.filter(item=item, question__in=gone).delete()
        cls.objects.bulk_create(
            [cls(item=item, question=question, text=text) for question, text in answers.items() if text],
            update_conflicts=True,
            unique_fields=["item", "question"],
            update_fields=["text"],
        )


def checked(answers: dict[str, str]) -> dict[str, str]:
    """Answers as they are stored, empty ones among them. Raises `ValidationError` for what is too long or
    too much."""
    told = {
        " ".join(question.split()): text.replace("\r\n", "\n").strip() for question, text in answers.items()
    }
    told.pop("", None)
    if sum(map(bool, told.values())) > MOST_AT_ONCE:
        raise ValidationError({"answers": TOO_MANY})
    if any(len(question) > LONGEST_QUESTION or len(text) > LONGEST_ANSWER for question, text in told.items()):
        raise ValidationError({"answers": _("A question or an answer is too long.")})
    if any("\x00" in question + text for question, text in told.items()):
        raise ValidationError({"answers": _("A text holds a character that can't be stored.")})
    return told


def _question(given: dict) -> dict:
    text, hint = (" ".join(str(given.get(name, "")).split()) for name in ("text", "hint"))
    return {"text": text, "hint": hint, "required": bool(given.get("required"))}


def _check(questions: list[dict], off, kind: str) -> None:
    texts = [question["text"] for question in questions]
    if not all(texts):
        raise ValidationError(_("A question needs words."))
    if len(questions) > MOST_QUESTIONS:
        raise ValidationError(_("Ask less: capturing an item must stay a matter of seconds."))
    if len({text.casefold() for text in texts}) < len(texts):
        raise ValidationError(_("Each question can be asked once."))
    if any(len(one["text"]) > LONGEST_QUESTION or len(one["hint"]) > LONGEST_HINT for one in questions):
        raise ValidationError(_("A question or hint is too long."))
    if set(off) - set(fields_of(kind)):
        raise ValidationError(_("This field can't be left out."))
