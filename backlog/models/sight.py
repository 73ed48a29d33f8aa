"""Which events a person may read."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from activity.models import Event
from backlog.models.item import Item

OF_GROUPS = ("action", "entry", "team", "product_group", "review")
"""Subjects that everyone sees who sees their product group."""
OF_ADMINISTRATORS = (*OF_GROUPS, "person", "invitation")


def events_visible_to(user) -> QuerySet:
    """Events about what `user` sees. What is said in retrospectives is not among them, for nobody."""
    items = Item.objects.visible_to(user)
    in_sight = Q(subject_type="item") & Q(Exists(items.filter(pk=OuterRef("subject_id"))))
    if user.is_admin:
        return Event.objects.filter(Q(subject_type__in=OF_ADMINISTRATORS) | in_sight)
    groups = user.access.visible_group_ids
    told = Q(product_group_id__in=groups) & (Q(subject_type__in=OF_GROUPS) | in_sight)
    # what the own teams raised and managers handed to another group stays in sight
    gone = items.exclude(product_group__in=groups).values_list("pk", flat=True)
    gone = list(gone) if user.access.team_roles else []
    return Event.objects.filter(told | Q(subject_type="item", subject_id__in=gone) if gone else told)
