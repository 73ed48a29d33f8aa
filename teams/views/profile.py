"""One's own page: name, language, theme, mail, the way to sign in, and tokens for programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from teams.forms.profile import ProfileForm, TokenForm
from teams.models import ApiToken, User
from teams.rows import rows_of
from teams.views.answers import find, say, show, take


def profile(request: HttpRequest) -> HttpResponse:
    person = find(request, User, request.user.pk)
    form = ProfileForm(request.POST or None, instance=find(request, User, request.user.pk))
    if request.method == "POST" and take(form, lambda: person.choose(**form.cleaned_data)):
        with override(person.language or request.LANGUAGE_CODE):
            say(request, _("Saved."))
        return redirect("teams:profile")
    (row,) = rows_of([person], seen_by=request.user)
    context = {
        "form": form,
        "person": person,
        "row": row,
        "tokens": ApiToken.objects.visible_to(person).unrevoked().count(),
    }
    return show(request, "teams/profile.html", context, status=422 if form.is_bound else 200)


@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """Tokens of one's own; a POST makes one, whose secret is shown on this answer and never again."""
    form = TokenForm(request.POST or None)
    made = []

    def issue():
        values = form.cleaned_data
        made.append(ApiToken.issue(request.user, values["name"], values["scope"], values["expires"]))

    secret = ""
    if request.method == "POST" and take(form, issue):
        secret, form = made[0][1], TokenForm()
    context = {
        "form": form,
        "secret": secret,
        "tokens": ApiToken.objects.visible_to(request.user).unrevoked().order_by("-created", "-id")[:200],
    }
    return show(request, "teams/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
def token_revoke(request: HttpRequest, pk) -> HttpResponse:
    token = find(request, ApiToken, pk)
    token.revoke()
    say(request, _("The token “%s” is revoked. Programs that use it are refused from now on.") % token)
    return redirect("teams:tokens")
