"""Finding a meeting, and showing its pages by the clock of its group."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from reviews.models import Review


def find_review(request: HttpRequest, pk: UUID) -> Review:
    """The meeting, if this person may see it; else 404."""
    return get_object_or_404(Review.objects.visible_to(request.user).for_page(), pk=pk)


def show(request: HttpRequest, group, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """Render with all times by the group's clock."""
    with timezone.override(group.zone):
        return render(request, template, context, status=status)
