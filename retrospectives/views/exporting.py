"""A retrospective as a file, for those who see its board."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from retrospectives.exporting import FORMS, file_name, reading_of
from retrospectives.reading.writing import written
from retrospectives.views.answers import find


@require_safe
def retrospective_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Markdown, CSV or JSON (`as`); bringing the file to another team makes the same board."""
    row = find(request, pk)
    form = request.GET.get("as", "md")
    if form not in FORMS:
        raise Http404
    return HttpResponse(
        written(reading_of(row, request.user), form),
        content_type=f"{FORMS[form]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(row, form)}"'},
    )
