"""What was answered to requests that may come again."""

from datetime import timedelta

import orjson
from django.conf import settings
from django.db import models
from django.utils import timezone

from improvement.rest.json import write

KEPT_DAYS = 7
KEPT_HEADERS = ("Location", "ETag")


class KeptAnswerQuerySet(models.QuerySet):
    def expired(self, now=None) -> "KeptAnswerQuerySet":
        """Answers nobody will ask for again."""
        return self.filter(created__lt=(now or timezone.now()) - timedelta(days=KEPT_DAYS))


class KeptAnswer(models.Model):
    """The answer to one POST with an `Idempotency-Key`, written in the transaction of its effect.

    So there is either both, effect and answer, or neither, whenever the power fails.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    created = models.DateTimeField(default=timezone.now)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["created"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"

    def keep(self, answer) -> None:
        """Remember what was answered."""
        self.status = answer.status_code
        self.headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
        self.body = write(answer.data)
        self.save(update_fields=["status", "headers", "body"])

    @property
    def data(self):
        return orjson.loads(self.body)
