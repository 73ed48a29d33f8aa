"""The pages of the sign-in library take what is wrong as ours do: said, kept on the page, stored nowhere."""

from urllib.parse import urlsplit

import pytest

from tests.contract.amounts import FULL
from tests.contract.asking import Asker, reached, taken_for_readable, try_everything
from tests.contract.bad_values import QUERIES
from tests.contract.pages import stored
from tests.contract.visitors import QUICK_HASHES, make_visitors

pytestmark = pytest.mark.django_db
FORMS = """LoginForm ReauthenticateForm ChangePasswordForm ResetPasswordForm ResetPasswordKeyForm
    AuthenticateForm ActivateTOTPForm DeactivateTOTPForm GenerateRecoveryCodesForm"""
TAKES_NOTHING = "mfa_download_recovery_codes"  # and notes that it was asked, before it looks at how
CODE = {"code": "0"}  # by which the library tells one of its forms from the other on the same page
ELSEWHERE = ["next=//example.org&q=%00", "next=javascript:alert(1)", "next=https://example.org/%FF"]
WHO = ("nobody", "plain", "halfway", "guarded")


@pytest.fixture
def visitors(world, settings):
    """Limits off, which would answer the third wrong code with 429, and hashes that take no time."""
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = QUICK_HASHES
    return make_visitors()


def askers(visitors):
    for who in WHO:
        for name, address in visitors.addresses.items():
            if name != TAKES_NOTHING:
                yield Asker(f"{name} as {who}", address, getattr(visitors, who), CODE, wrong=200)


def test_every_form_refuses_what_is_wrong_and_keeps_it(visitors):
    wrong, before = {}, stored()
    for asker in askers(visitors):
        try:
            asker.send(CODE)
            if asker.bound:
                try_everything(asker)
            assert stored() == before, "a refused request left something behind"
        except AssertionError as error:
            wrong[asker.name], before = str(error)[:800], stored()
    assert not wrong, "\n".join(f"{name}: {told}" for name, told in wrong.items())
    names = {form.__name__ for form in reached if form.__module__.startswith("allauth.")}
    assert set(FORMS.split()) <= names


def test_what_cannot_be_read_is_refused_and_nothing_is_stored(visitors):
    wrong, before = {}, stored()
    for asker in [*askers(visitors)][:: 1 if FULL else 16]:
        wrong |= taken_for_readable(asker)
    assert not wrong
    assert stored() == before


def test_no_query_string_fails(visitors):
    for asker in askers(visitors):
        for query in [*QUERIES, *ELSEWHERE] if FULL else ELSEWHERE[:1]:
            answer = asker.client.get(f"{asker.address}?{query}")
            assert answer.status_code < 500, (asker.name, query)
            assert not urlsplit(answer.get("Location", "")).netloc, (asker.name, query)
