"""Inviting people, the list of open invitations, and the page behind the link."""

from allauth.core.internal import ratelimit
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from activity.keyset import Order, read_page
from teams import permissions
from teams.forms.invitations import EVERYWHERE, AcceptForm, InviteForm, InviteManyForm, at_line
from teams.models import Invitation, User
from teams.views.answers import find, say, show, take
from teams.wrong_state import WrongState

NEWEST_FIRST = Order.by("-created", "-id")
SHOWN_ONCE = "shown_invitation"  # the session's key
BACKEND = "teams.sign_in.SignIn"


@never_cache
def invitations(request: HttpRequest) -> HttpResponse:
    """What is open: sent anew or revoked here. A link just made is shown this once."""
    permissions.require(request.user, "teams.invite")
    mine = Invitation.objects.visible_to(request.user).open()
    try:
        page = read_page(mine.for_list(), NEWEST_FIRST, cursor=request.GET.get("cursor", ""))
    except ValidationError as error:
        raise Http404 from error
    made = mine.for_list().of_id(request.session.pop(SHOWN_ONCE, None)).first()
    return show(request, "teams/invitations.html", {"page": page, "made": made})


def invite(request: HttpRequest) -> HttpResponse:
    permissions.require(request.user, "teams.invite")
    form = InviteForm(request.POST or None, user=request.user, initial=asked_place(request))
    made = []

    def send():
        person = {name: form.cleaned_data[name] for name in ("name", "email")}
        made.append(Invitation.invite(**person, **form.invited_to(), by=request.user))

    if request.method == "POST" and take(form, send):
        request.session[SHOWN_ONCE] = str(made[0].pk)
        return redirect("teams:invitations")
    return show(request, "teams/invite.html", {"form": form}, status=422 if form.is_bound else 200)


def invite_many(request: HttpRequest) -> HttpResponse:
    """One person a line: all are invited, or nobody and each line's error is shown."""
    permissions.require(request.user, "teams.invite")
    form = InviteManyForm(request.POST or None, user=request.user, initial=asked_place(request))
    if request.method == "POST" and form.is_valid() and invite_lines(form, by=request.user):
        count = len(form.cleaned_data["people"])
        say(
            request,
            ngettext("%s person is invited.", "%s people are invited.", count) % count,
        )
        return redirect("teams:invitations")
    return show(request, "teams/invite_many.html", {"form": form}, status=422 if form.is_bound else 200)


def invite_lines(form: InviteManyForm, *, by) -> bool:
    try:
        Invitation.invite_all(form.cleaned_data["people"], **form.invited_to(), by=by)
    except ValidationError as error:
        refused = getattr(error, "by_index", {})
        for index, sentences in refused.items():
            form.add_error("people", at_line(form.line_numbers[index], " ".join(sentences)))
        if not refused:
            form.add_error(None, error.messages)
        return False
    return True


@require_POST
def invitation_resend(request: HttpRequest, pk) -> HttpResponse:
    """A new link by mail, shown once to copy."""
    invitation = find(request, Invitation, pk)
    invitation.resend(by=request.user)
    request.session[SHOWN_ONCE] = str(invitation.pk)
    return redirect("teams:invitations")


@require_POST
def invitation_revoke(request: HttpRequest, pk) -> HttpResponse:
    invitation = find(request, Invitation, pk)
    invitation.revoke(by=request.user)
    say(request, _("The invitation of %s is revoked; its link opens nothing.") % invitation.email)
    return redirect("teams:invitations")


@never_cache
@login_not_required
def invitation_accept(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind the link. Whatever is wrong with the link is said in the same words."""
    if not ratelimit.consume(request, app="allauth.account", action="accept_invitation", limit_get=True):
        return ratelimit.respond_429(request)
    invitation = Invitation.objects.with_secret(secret).for_list().first()
    if invitation is None or not invitation.is_valid:
        return render(request, "teams/invitation_invalid.html", status=404)
    if request.user.is_authenticated:
        return accept_signed_in(request, invitation)
    known = User.objects.addressed_exactly(invitation.email).first()
    if known:
        return render(request, "teams/invitation_sign_in.html", {"invitation": invitation})
    return accept_new(request, invitation)


def accept_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Name and password make the person, who is then signed in."""
    initial = {"name": invitation.name}
    form = AcceptForm(request.POST or None, email=invitation.email, initial=initial)
    made = []

    def accept():
        values = form.cleaned_data
        made.append(
            invitation.accept_as_new(
                name=values["name"], password=values["password"], language=get_language() or ""
            )
        )

    try:
        taken = request.method == "POST" and take(form, accept)
    except WrongState:
        return render(request, "teams/invitation_invalid.html", status=409)
    if taken:
        login(request, made[0], backend=BACKEND)
        say(request, _("Welcome, %s. This is where your work lies.") % made[0])
        return redirect("/")
    context = {"form": form, "invitation": invitation}
    return render(request, "teams/invitation_accept.html", context, status=422 if form.is_bound else 200)


def accept_signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """A press gives the role to the invited person; anybody else is told to sign out first."""
    if request.user.email.lower() != invitation.email:
        context = {"invitation": invitation}
        return render(request, "teams/invitation_other.html", context, status=403)
    if request.method != "POST":
        return render(request, "teams/invitation_join.html", {"invitation": invitation})
    try:
        invitation.accept(by=request.user)
    except WrongState:
        return render(request, "teams/invitation_invalid.html", status=409)
    say(request, _("You have joined."))
    return redirect("/")


def asked_place(request: HttpRequest) -> dict:
    """The place from which one came to invite: `?team=` or `?product_group=`."""
    for kind, parameter in (("team", "team"), ("group", "product_group")):
        if request.GET.get(parameter):
            return {"place": f"{kind}:{request.GET[parameter]}", "role": request.GET.get("role", "member")}
    return (
        {"role": "admin", "place": EVERYWHERE} if request.GET.get("role") == "admin" else {"role": "member"}
    )
