"""People at the door, as the pages of the sign-in library know them."""

from copy import copy
from types import SimpleNamespace

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from improvement.policy.check import LIBRARIES, named_addresses
from tests.cast import person

QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PASSWORD = "seven small steps"
SET_PASSWORD = "set-password"


class Browser(Client):
    """Once it is held it forgets what answers do to its cookies and its session: who signs out stays in."""

    held: tuple | None = None

    def hold(self) -> None:
        self.raise_request_exception = False
        self.held = copy(self.cookies), dict(self.session)

    def request(self, **request):
        if self.held:
            self.cookies = copy(self.held[0])
            session = self.session
            session.clear()
            session.update(self.held[1])
            session.save()
        return super().request(**request)


def make_visitors() -> SimpleNamespace:
    """By name: `nobody` is not signed in and has a link to a new password, `plain` is by a password alone,
    `guarded` by a second factor as well, and `halfway` is the same person who still owes the code."""
    plain, guarded = visitor("Plain Visitor"), visitor("Guarded Visitor")
    TOTP.activate(guarded, generate_totp_secret())
    code = RecoveryCodes.activate(guarded).get_unused_codes()[0]
    clients = SimpleNamespace(
        nobody=Browser(), plain=came(plain), halfway=came(guarded), guarded=came(guarded)
    )
    clients.guarded.post(reverse("mfa_authenticate"), {"code": code})
    for client in (clients.plain, clients.guarded):
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    plain.refresh_from_db()
    clients.nobody.get(reset_address(plain, default_token_generator.make_token(plain)))
    for client in vars(clients).values():
        client.hold()
    clients.addresses = library_addresses(plain)
    return clients


def visitor(name: str):
    made = person(name)
    made.password = make_password(PASSWORD)
    made.save()
    return made


def came(user) -> Browser:
    """A browser in which this person gave name and password."""
    browser = Browser()
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return browser


def reset_address(user, key: str) -> str:
    told = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=told)


def library_addresses(user) -> dict[str, str]:
    """URL name → address of every page that comes from the sign-in library."""
    special = {
        "account_reset_password_from_key": reset_address(user, SET_PASSWORD),
        "account_confirm_email": reverse("account_confirm_email", kwargs={"key": "x"}),
    }
    names = [name for name in named_addresses() if name.startswith(LIBRARIES)]
    return {name: special.get(name) or reverse(name) for name in names}
