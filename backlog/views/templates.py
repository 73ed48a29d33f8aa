"""What is asked of items: an overview by kind, and one template that is edited, looked at, and taken back."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backlog.forms.answering import add_questions, asked_of, shape
from backlog.forms.editing import HINTS
from backlog.forms.templates import TemplateForm
from backlog.models import Item, ItemTemplate, Kind
from backlog.models.templates import Overtaken, fields_of
from teams.models import ProductGroup
from teams.views.answers import error_messages, find, say


@require_safe
def template_list(request: HttpRequest, pk) -> HttpResponse:
    """The kinds of items, and what is asked of each."""
    group = find(request, ProductGroup, pk, "teams.configure")
    known = {template.kind: template for template in ItemTemplate.objects.of_group(group.pk)}
    rows = [(kind, known.get(kind) or ItemTemplate(kind=kind)) for kind in Kind]
    return render(request, "backlog/template_list.html", {"group": group, "rows": rows, "tab": "templates"})


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, pk, kind: str) -> HttpResponse:
    """One template. `do` of a POST: `save`, `preview` (stores nothing), or `restore` (asks nothing again)."""
    group = find(request, ProductGroup, pk, "teams.configure")
    if kind not in Kind.values:
        raise Http404
    saved = ItemTemplate.of(group.pk, kind)
    form = TemplateForm(saved, request.POST if request.method == "POST" else None)
    do = request.POST.get("do")
    status = 200
    if do == "preview" and request.htmx:
        seen = form.as_template() if form.is_valid() else saved
        return render(request, "backlog/template.html#preview", {"preview": Preview(seen)})
    if do == "restore" or (do == "save" and form.is_valid()):
        written = form.written() if do == "save" else {"version": _version(request)}
        try:
            ItemTemplate.configure(group, kind, by=request.user, **written)
            say(request, _("Saved. It is asked from now on; items that are there keep what they have."))
            return redirect("backlog:template-list", group.pk)
        except Overtaken:
            status = 409
        except ValidationError as error:
            form.add_error(None, [one for many in error_messages(error).values() for one in many])
    if form.is_bound and not form.is_valid():
        status = 422
    return _show(request, group, saved, form, status)


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1


def _show(request: HttpRequest, group, saved: ItemTemplate, form: TemplateForm, status: int) -> HttpResponse:
    if status == 409:
        data = form.data.copy()
        data["version"] = saved.version
        form = TemplateForm(saved, data)
    typed = form.is_bound and form.is_valid()
    context = {
        "group": group,
        "saved": saved,
        "kind_word": saved.get_kind_display(),
        "form": form,
        "preview": Preview(form.as_template() if typed else saved),
        "theirs": Preview(saved) if status == 409 else None,
    }
    return render(request, "backlog/template.html", context, status=status)


class Preview(forms.Form):
    """What a person who captures such an item is asked below the title; nothing in it is sent."""

    use_required_attribute = False

    def __init__(self, template: ItemTemplate):
        super().__init__(auto_id="preview-%s")
        for name in fields_of(template.kind):
            self.fields[name] = forms.CharField(
                label=Item._meta.get_field(name).verbose_name,
                required=False,
                help_text=HINTS.get(name, ""),
                widget=forms.Textarea(attrs={"rows": 2, "disabled": True}),
            )
        shape(self, template, lambda name: False)
        add_questions(self, asked_of(template, {}))
        for one in self.asked:
            self.fields[one.name].widget.attrs["disabled"] = True
