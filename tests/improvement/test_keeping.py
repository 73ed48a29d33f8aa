"""A browser that keeps what is typed hears whether the server took what it sent, and of nothing else."""

import pytest
from django.test import Client

from backlog.models import Item
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
NUMBER = {"_kept": "1234567890"}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def edit(client, cast):
    """A function that sends the edit form of an item, with what is given."""
    item = make_item(cast)
    client.force_login(cast.member)

    def send(**said):
        typed = {"version": item.version, "kind": item.kind, "title": "Mine", "initial-kind": item.kind}
        return client.post(f"/items/{item.pk}/edit/", typed | {"initial-title": item.title} | said)

    send.item = item
    return send


def sign(answer) -> str:
    cookie = answer.cookies.get("kept")
    return cookie.value if cookie else ""


def test_what_is_stored_is_taken(edit):
    answer = edit(**NUMBER)
    assert answer.status_code == 303 and sign(answer) == "1234567890.taken"
    assert not answer.cookies["kept"]["httponly"] and answer.cookies["kept"]["max-age"] == 60


def test_what_is_shown_again_is_not_taken(edit, cast):
    wrong = edit(title="", **NUMBER)
    assert wrong.status_code == 422 and sign(wrong) == "1234567890.shown"
    Item.objects.get(pk=edit.item.pk).edit(title="Theirs", by=cast.leader)
    lost = edit(**NUMBER)
    assert lost.status_code == 409 and sign(lost) == "1234567890.shown"


def test_what_gets_no_further_gives_no_sign(edit, client, cast, settings):
    assert not sign(edit()), "nobody asked for one"
    assert not sign(edit(_kept="1;x")) and not sign(edit(_kept="1" * 41))
    assert edit(owner=str(cast.manager.pk), **NUMBER).status_code == 403 and not sign(
        edit(owner="x", **NUMBER)
    )
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    large = edit(description="x" * 2000, **NUMBER)
    assert large.status_code == 413 and not sign(large)


def test_who_must_sign_in_first_has_stored_nothing(edit, client):
    client.logout()
    answer = edit(**NUMBER)
    assert answer.status_code == 302 and sign(answer) == "1234567890.shown"


def test_a_fragment_says_it_in_a_header(client, cast):
    item = make_item(cast)
    client.force_login(cast.member)
    address = f"/items/{item.pk}/comment/"
    taken = client.post(address, {"text": "Mine", **NUMBER}, headers=HTMX)
    assert taken["Kept"] == "taken" and not sign(taken)
    assert client.post(address, {"text": "", **NUMBER}, headers=HTMX)["Kept"] == "shown"
    preview = client.post(f"{address}preview/", {"text": "Mine"}, headers=HTMX)
    assert "Kept" not in preview
    assert Client().post(address, {"text": "Mine", **NUMBER}, headers=HTMX).headers.get("Kept") != "taken"
    assert Item.objects.get(pk=item.pk).comments.count() == 1
