"""Agreements: what the people of the retrospective do themselves."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from retrospectives.forms.parts import AgreementForm
from retrospectives.models.noting import found
from retrospectives.views.answers import board_again, find, page


@require_POST
def agreement_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree on something."""
    row = find(request, pk)
    row.require("agree", by=request.user)
    form = AgreementForm(row, request.POST)
    if form.is_valid():
        try:
            row.agree(by=request.user, **form.cleaned_data)
            return board_again(request, row, _("It is agreed."), place="agree")
        except ValidationError as error:
            form.add_error(None, error.messages)
    return page(request, row, status=422, agreement_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: HttpRequest, pk: UUID, agreement: UUID) -> HttpResponse:
    """Change an agreement."""
    row = find(request, pk)
    row.require("agree", by=request.user)
    part = found(row.agreements, agreement)
    form = AgreementForm(row, request.POST if request.method == "POST" else None, instance=part)
    if form.is_bound and form.is_valid():
        row.edit_agreement(agreement, by=request.user, **form.cleaned_data)
        return board_again(request, row, _("The agreement is changed."), place=f"agreement-{agreement}")
    context = {"form": form, "retrospective": row, "agreement": part}
    template = "retrospectives/agreement_edit.html" + ("#form" if request.htmx else "")
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
def agreement_drop(request: HttpRequest, pk: UUID, agreement: UUID) -> HttpResponse:
    row = find(request, pk)
    row.drop_agreement(agreement, by=request.user)
    return board_again(request, row, _("The agreement is gone."), place="agreements")


@require_POST
def agreement_keep(request: HttpRequest, pk: UUID, agreement: UUID) -> HttpResponse:
    """Say that it is kept (`kept` is "no": open after all). `board` names the board on the screen."""
    row = find(request, pk)
    row.keep_agreement(agreement, kept=request.POST.get("kept") != "no", by=request.user)
    on_screen = request.POST.get("board")
    shown = find(request, on_screen) if on_screen else row
    return board_again(request, shown, _("Noted."), place=f"agreement-{agreement}")
