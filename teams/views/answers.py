"""How the views of this room find things and answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import render

from teams import permissions


def find(request: HttpRequest, model, pk, permission: str | None = None):
    """What this person may see of `model` under `pk` (404), if they have `permission` on it (403)."""
    try:
        found = model.objects.visible_to(request.user).get(pk=pk)
    except (model.DoesNotExist, ValidationError) as error:  # the latter: not even the form of an id
        raise Http404 from error
    if permission:
        permissions.require(request.user, permission, found)
    return found


def show(request: HttpRequest, template: str, context: dict, *, part: str = "", status: int = 200):
    """The page, or for HTMX the part of it that is named."""
    name = f"{template}#{part}" if request.htmx and part else template
    return render(request, name, context, status=status)


def take(form, verb) -> bool:
    """Call the verb with a valid form; what it refuses stands at the form's fields."""
    if not form.is_valid():
        return False
    try:
        verb()
    except ValidationError as error:
        for field, sentences in error_messages(error).items():
            form.add_error(field if field in form.fields else None, sentences)
        return False
    return True


def error_messages(error: ValidationError) -> dict:
    return error.message_dict if hasattr(error, "error_dict") else {None: error.messages}


def say(request: HttpRequest, sentence: str) -> None:
    """A sentence for the next page."""
    messages.success(request, sentence, extra_tags="good")


def refuse(request: HttpRequest, error: ValidationError) -> None:
    """Why a single press was not possible, for the next page."""
    for sentences in error_messages(error).values():
        messages.error(request, " ".join(sentences), extra_tags="alarm")
