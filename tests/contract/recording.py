"""Which forms a view filled with what was sent, and which forms there are at all."""

from contextlib import contextmanager

from django.forms.forms import BaseForm

ROOMS = (
    "activity.",
    "teams.",
    "backlog.",
    "retrospectives.",
    "reviews.",
    "standards.",
    "insights.",
    "improvement.",
)


@contextmanager
def bound_forms():
    """The forms that were filled and asked while this lasts."""
    found, clean = [], BaseForm.full_clean

    def full_clean(form):
        if form.is_bound and all(form is not other for other in found):
            found.append(form)
        return clean(form)

    BaseForm.full_clean = full_clean
    try:
        yield found
    finally:
        BaseForm.full_clean = clean


def forms_of_the_project() -> set[type]:
    """Every form with fields that no other form extends."""
    found, waiting = set(), [BaseForm]
    while waiting:
        form = waiting.pop()
        inner = form.__subclasses__()
        waiting += inner
        ours = form.__module__.startswith(ROOMS)
        if ours and form.base_fields and not any(one.__module__.startswith(ROOMS) for one in inner):
            found.add(form)
    return found
