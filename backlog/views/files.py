"""Items from a file and into a file."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from backlog import item_files
from backlog.filters import ItemFilter
from backlog.forms.files import ItemImportForm
from backlog.models import ItemImport
from teams.models import Team
from teams.permissions import require


@require_http_methods(["GET", "POST"])
def item_import(request: HttpRequest) -> HttpResponse:
    """Bring a file: it is checked and stored by the worker, and the next page shows how far it is."""
    teams = Team.objects.importable_by(request.user)
    form = ItemImportForm(request.POST or None, request.FILES or None, teams=teams)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        team = form.cleaned_data["team"]
        require(request.user, "backlog.import_items", team)
        brought = ItemImport.start(
            team=team,
            file_name=file.name,
            content=file.read(),
            dry_run=form.cleaned_data["dry_run"],
            by=request.user,
        )
        return redirect("backlog:item-import-progress", brought.pk)
    context = {
        "form": form,
        "columns": item_files.COLUMNS,
        "may_import": teams.exists(),
        "earlier": ItemImport.objects.visible_to(request.user).for_list()[:10],
    }
    return render(request, "backlog/item_import.html", context, status=422 if form.errors else 200)


@require_GET
def item_import_progress(request: HttpRequest, pk) -> HttpResponse:
    """How far one import is, and what came of it. The fragment is asked for again and again."""
    brought = get_object_or_404(ItemImport.objects.visible_to(request.user).for_page(), pk=pk)
    template = "backlog/item_import_progress.html"
    if request.htmx:
        template += "#import-progress"
    return render(request, template, {"brought": brought})


@require_GET
def item_export(request: HttpRequest) -> HttpResponse:
    """The filtered items as a file, row by row, in the format that the import reads."""
    filtered = ItemFilter(request.GET, request.user)
    if filtered.errors:
        return render(request, "400.html", status=400)
    name = f"items-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        item_files.write(filtered.ordered()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
