"""In which review meeting a decision was made, shown on the item's page."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backlog import origins
from backlog.origins import Origin
from reviews.models import ReviewDecision


def meetings(decisions: list, user) -> dict:
    """Decision's id → its meeting; who may not see the group learns only when it was."""
    ties = ReviewDecision.objects.made_in_meetings(decisions)
    return {tie.decision_id: _meeting(tie.review, user) for tie in ties}


def _meeting(review, user) -> Origin:
    day = date_format(review.planned_at.astimezone(review.product_group.zone), "j F Y")
    visible = user.access.sees_group(review.product_group_id)
    url = reverse("reviews:review", args=[review.pk]) if visible else ""
    return Origin(_("Review meeting"), _("in the review meeting of %(day)s") % {"day": day}, url)


origins.register_places(meetings)
