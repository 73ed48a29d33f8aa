"""What was told to whom about the flags of a period."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class DigestQuerySet(models.QuerySet):
    def of_period(self, product_group, period) -> "DigestQuerySet":
        return self.filter(product_group=product_group, period=period)


class Digest(models.Model):
    """One person's digest of one product group and period; its words stand in its event."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product_group = models.ForeignKey("teams.ProductGroup", on_delete=models.CASCADE, related_name="digests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    period = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product_group", "period", "person"], name="digest_once_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.period}"
