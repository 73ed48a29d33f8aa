"""Orders made by hand: every way to move, one row written per move, lost races said."""

import pytest
from fractional_indexing import generate_key_between
from uuid_utils.compat import uuid7

from backlog.models import Item, ProductBacklogEntry, ordering
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast():
    return make_cast()


class ImprovementBacklog:
    url = "/backlog/"
    orderer = "manager"

    def fill(self, cast):
        return [make_item(cast, "ready", title=title) for title in "ABCD"]

    def titles(self, cast):
        return "".join(Item.objects.on_backlog(cast.group).values_list("title", flat=True))

    def remove(self, row, cast):
        row.decide("decline", reason="No.", by=cast.sponsor)


class ProductBacklog:
    url = "/product-backlog/"
    orderer = "product_owner"

    def fill(self, cast):
        feature = ProductBacklogEntry.add_feature
        rows = [feature(product_group=cast.group, title=title, by=cast.product_owner) for title in "AB"]
        rows += [make_item(cast, "offered", title=title).entry for title in "CD"]
        return rows

    def titles(self, cast):
        rows = ProductBacklogEntry.objects.of_group(cast.group.pk).not_done().in_order().for_rows()
        return "".join(row["title"] or row["item__title"] for row in rows)

    def remove(self, row, cast):
        if row.item:
            row.item.withdraw(reason="Gone.", by=cast.member)
        else:
            row.take(cast.red, by=cast.member)
            row.complete(by=cast.member)


@pytest.fixture(params=[ImprovementBacklog, ProductBacklog], ids=["items", "entries"])
def backlog(request):
    return request.param()


def move(client, backlog, row, **sent):
    return client.post(f"{backlog.url}order/", {"id": str(row.pk), **sent})


@pytest.mark.parametrize(
    ("row", "where", "order"),
    [
        (0, "top", "ABCD"), (2, "top", "CABD"), (0, "up", "ABCD"), (2, "up", "ACBD"), (1, "down", "ACBD"),
        (3, "down", "ABCD"), (0, "bottom", "BCDA"), (3, "bottom", "ABCD"),
    ],
)  # fmt: skip
def test_the_menu_moves_one_row(client, cast, backlog, row, where, order):
    rows = backlog.fill(cast)
    client.force_login(getattr(cast, backlog.orderer))
    answer = move(client, backlog, rows[row], where=where)
    assert answer.status_code == 303 and answer["Location"].startswith(backlog.url)
    assert backlog.titles(cast) == order


def test_a_drag_names_the_row_above(client, cast, backlog):
    rows = backlog.fill(cast)
    client.force_login(getattr(cast, backlog.orderer))
    move(client, backlog, rows[0], after=str(rows[2].pk))
    assert backlog.titles(cast) == "BCAD"
    move(client, backlog, rows[3], after="")
    assert backlog.titles(cast) == "DBCA"


def test_before_a_number(client, cast, backlog):
    rows = backlog.fill(cast)
    number = getattr(rows[3], "number", None) or rows[3].item.number
    client.force_login(getattr(cast, backlog.orderer))
    move(client, backlog, rows[0], where="before", number=f" #{number}")
    assert backlog.titles(cast) == "BCAD"
    for nonsense in ("", "#", "99999", "first", "\x00", "１"):
        answer = move(client, backlog, rows[0], where="before", number=nonsense)
        assert answer.status_code == 409 and "Nothing was moved" in answer.content.decode()
    assert backlog.titles(cast) == "BCAD"


def test_one_row_is_written_per_move(client, cast, backlog):
    rows = backlog.fill(cast)
    before = dict(type(rows[0]).objects.values_list("pk", "position"))
    client.force_login(getattr(cast, backlog.orderer))
    move(client, backlog, rows[3], where="top")
    after = dict(type(rows[0]).objects.values_list("pk", "position"))
    assert [pk for pk in after if before[pk] != after[pk]] == [rows[3].pk]


@pytest.mark.parametrize("reaches", [(50, 1_000, None), (1, 2, None)])
def test_any_number_of_moves_into_the_same_gap(cast, backlog, monkeypatch, reaches):
    """The worst case: a key has room for 255 letters, and each of these moves makes a longer one."""
    monkeypatch.setattr(ordering, "REACHES", reaches)
    a, b, c, d = backlog.fill(cast)
    model, orderer = type(a), getattr(cast, backlog.orderer)
    grown = c.position
    while len(closer := generate_key_between(b.position, grown)) <= 254:
        grown = closer
    model.objects.filter(pk=c.pk).update(position=grown)
    version = model.objects.get(pk=b.pk).version
    for row in (d, a) * 10:
        model.objects.get(pk=row.pk).order(after=b.pk, by=orderer)
    assert backlog.titles(cast) == "BADC"
    keys = dict(model.objects.values_list("pk", "position"))
    assert max(len(key) for key in keys.values()) <= ordering.LONGEST_KEY
    assert model.objects.get(pk=b.pk).version > version, "whoever keeps its place hears of the new one"


def test_room_waits_for_rows_that_somebody_else_holds(cast, backlog, monkeypatch):
    a, b, c, d = backlog.fill(cast)
    monkeypatch.setattr(ordering, "LONGEST_KEY", 1)
    monkeypatch.setattr(ordering, "_rewritten", lambda *_: False)
    type(d).objects.get(pk=d.pk).order(after=a.pk, by=getattr(cast, backlog.orderer))
    assert backlog.titles(cast) == "ADBC"


def test_a_neighbour_that_left_is_a_lost_race(client, cast, backlog):
    rows = backlog.fill(cast)
    backlog.remove(rows[1], cast)
    client.force_login(getattr(cast, backlog.orderer))
    answer = client.post(f"{backlog.url}order/", {"id": rows[1].pk, "where": "top"}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 409 and "<html" not in text and answer["HX-Retarget"].startswith("#")
    assert "Nothing was moved" in text and text.count('class="item-row"') == 3
    for sent in ({"id": rows[1].pk, "after": ""}, {"id": rows[0].pk, "after": uuid7()}):
        assert client.post(f"{backlog.url}order/", sent).status_code == 409
    assert backlog.titles(cast) == "ACD"


def test_a_fragment_says_where_the_row_stands_and_keeps_the_focus(client, cast, backlog):
    rows = backlog.fill(cast)
    client.force_login(getattr(cast, backlog.orderer))
    sent = {"id": rows[3].pk, "where": "up"}
    text = client.post(f"{backlog.url}order/", sent, headers=HTMX).content.decode()
    assert "now stands at place 3." in text and text.count("data-focus") == 1


@pytest.mark.parametrize("sent", [{"id": "x"}, {}, {"id": str(uuid7())}, {"id": None, "after": "x"}])
def test_what_is_not_there_is_not_found(client, cast, backlog, sent):
    rows = backlog.fill(cast)
    client.force_login(getattr(cast, backlog.orderer))
    sent = {name: value or str(rows[0].pk) for name, value in sent.items()}
    assert client.post(f"{backlog.url}order/", sent).status_code == 404


def test_an_unknown_place_is_refused(client, cast, backlog):
    rows = backlog.fill(cast)
    client.force_login(getattr(cast, backlog.orderer))
    assert move(client, backlog, rows[0], where="sideways").status_code == 400
    assert client.get(f"{backlog.url}order/").status_code == 405


@pytest.mark.parametrize("who", ["member", "expert", "support", "admin", "facilitator"])
def test_others_see_the_order_and_do_not_change_it(client, cast, backlog, who):
    rows = backlog.fill(cast)
    client.force_login(getattr(cast, who))
    assert move(client, backlog, rows[3], where="top").status_code == 403
    answer = client.get(f"{backlog.url}?product_group={cast.group.pk}")
    assert answer.status_code == 200 and "Move to" not in answer.content.decode()
    assert backlog.titles(cast) == "ABCD"


@pytest.mark.parametrize("who", ["stranger", "far_manager", "nobody"])
def test_other_groups_see_nothing(client, cast, backlog, who):
    rows = backlog.fill(cast)
    client.force_login(getattr(cast, who))
    assert move(client, backlog, rows[3], where="top").status_code == 404
    assert client.get(f"{backlog.url}?product_group={cast.group.pk}").status_code == 404
    assert "item-row" not in client.get(backlog.url).content.decode()
    assert client.get(f"{backlog.url}?product_group=x").status_code == 404
