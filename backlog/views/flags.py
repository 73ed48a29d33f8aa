"""Computing the flags when somebody asks for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError

from activity.answers import next_of, see_other
from backlog import tasks
from teams import permissions
from teams.models import ProductGroup


@require_POST
def flags_compute(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the worker compute a group's flags now; the page tells when it has."""
    group = get_object_or_404(ProductGroup.objects.visible_to(request.user), slug=slug)
    permissions.require(request.user, "backlog.compute_flags", group)
    try:
        tasks.compute_flags.apply_async([str(group.pk)], retry=False)
    except OperationalError:
        messages.error(request, _("The worker can't be reached now. The flags are computed at night anyway."))
    else:
        messages.success(request, _("The flags of %(group)s are being computed.") % {"group": group})
    return see_other(next_of(request))
