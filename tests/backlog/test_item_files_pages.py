"""Items from a file and into a file, in the browser."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backlog.models import Item, ItemImport
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
PAGE = "/items/import/"


@pytest.fixture
def cast():
    return make_cast()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def upload(client, team, content: bytes, **fields):
    file = SimpleUploadedFile("list.csv", content, content_type="text/csv")
    return client.post(PAGE, {"file": file, "team": team.pk, **fields})


def test_a_member_brings_a_file_and_sees_what_came_of_it(cast):
    client = signed_in(cast.member)
    answer = upload(client, cast.red, b"kind,title\nimpediment,Slow builds\n")
    brought = ItemImport.objects.get()
    assert answer.status_code == 302 and answer.url == f"{PAGE}{brought.pk}/"
    assert 'hx-trigger="every 1s"' in client.get(answer.url).content.decode()
    brought.run()
    fragment = client.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert "The items are stored" in fragment and "<html" not in fragment
    assert Item.objects.get().team == cast.red


def test_a_long_import_shows_how_far_it_is(cast, monkeypatch):
    """What somebody sees who asks again and again while 1,200 rows are stored."""
    client, seen = signed_in(cast.member), []
    rows = "".join(f"impediment,Slow build {number}\n" for number in range(1_200))
    address = upload(client, cast.red, f"kind,title\n{rows}".encode()).url
    show = ItemImport.show_progress

    def shown(brought, *progress):
        show(brought, *progress)
        fragment = client.get(address, headers={"HX-Request": "true"}).text
        seen.extend(re.findall(r'<progress max="(\d+)" value="(\d+)"', fragment))

    monkeypatch.setattr(ItemImport, "show_progress", shown)
    waiting = client.get(address).text
    assert "The file waits for its turn." in waiting and "<progress aria-label" in waiting
    ItemImport.objects.get().run()
    assert seen and {most for most, _done in seen} == {"1200"}
    done = [int(done) for _most, done in seen]
    assert done == sorted(done) and len(set(done)) > 2
    assert "<progress" not in client.get(address).text


def test_errors_are_shown_with_line_and_column(cast):
    client = signed_in(cast.admin)
    answer = upload(client, cast.red, b"kind,title\nwish,<b>A</b>\n")
    ItemImport.objects.get().run()
    page = client.get(answer.url).content.decode()
    assert "Nothing was stored" in page and "<td>kind</td>" in page


def test_no_one_brings_for_a_team_of_others(cast):
    assert upload(signed_in(cast.member), cast.blue, b"kind,title\n").status_code == 422
    assert upload(signed_in(cast.manager), cast.red, b"kind,title\n").status_code == 422
    assert not ItemImport.objects.exists()


def test_without_a_file_the_form_says_so(cast):
    answer = signed_in(cast.member).post(PAGE, {"team": cast.red.pk})
    assert answer.status_code == 422


def test_another_persons_import_is_not_found(cast):
    upload(signed_in(cast.member), cast.red, b"kind,title\nimpediment,A\n")
    address = f"{PAGE}{ItemImport.objects.get().pk}/"
    assert signed_in(cast.admin).get(address).status_code == 404


def test_the_export_holds_what_the_filter_shows_and_the_person_may_see(cast):
    make_item(cast, "ready", title="Ready one")
    make_item(cast, "new", title="New one")
    answer = signed_in(cast.member).get("/items/export/?state=ready")
    text = b"".join(answer.streaming_content).decode()
    assert "Ready one" in text and "New one" not in text
    answer = signed_in(cast.stranger).get("/items/export/")
    assert b"".join(answer.streaming_content).decode().count("\n") == 1
    assert signed_in(cast.member).get("/items/export/?nonsense=1").status_code == 400
