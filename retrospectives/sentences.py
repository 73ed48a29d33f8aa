"""How events about retrospectives are told: in the inbox, in mail and in a digest."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activity.subjects import register

register(
    "retrospective",
    url=lambda pk, data: reverse("retrospectives:retrospective", args=[pk]),
    sentences={
        "held": _("%(actor)s opened a retrospective."),
        "closed": _("%(actor)s closed the retrospective."),
        "reopened": _("%(actor)s opened the retrospective again."),
        "item_filed": _("%(actor)s made item #%(number)s from a note of the retrospective."),
        "agreed": _("%(actor)s wrote down that you agreed to do something in the retrospective."),
    },
)
