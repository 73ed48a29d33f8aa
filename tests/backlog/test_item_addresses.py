"""Short addresses of items, for print and talk."""

import pytest

from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


class TestShortAddresses:
    def test_it_leads_to_the_item(self, client, cast):
        item = make_item(cast)
        client.force_login(cast.member)
        moved = client.get(f"/groups/payments/items/{item.number}/")
        assert (moved.status_code, moved.headers["Location"]) == (302, f"/items/{item.pk}/")

    def test_the_former_address_of_an_item_handed_on_still_leads_there(self, client, cast):
        item = make_item(cast, "ready")
        number = item.number
        item.decide("escalate", reason="Theirs.", product_group=cast.elsewhere, by=cast.manager)
        client.force_login(cast.member)
        for address in (f"/groups/payments/items/{number}/", f"/groups/letters/items/{item.number}/"):
            assert client.get(address).headers["Location"] == f"/items/{item.pk}/"
        client.force_login(cast.manager)
        assert client.get(f"/groups/payments/items/{number}/").status_code == 404

    @pytest.mark.parametrize("number", [0, 77, 2**31, 2**70])
    def test_what_is_not_there_is_not_found(self, client, cast, number):
        client.force_login(cast.member)
        assert client.get(f"/groups/payments/items/{number}/").status_code == 404

    def test_what_one_may_not_see_is_not_found(self, client, cast):
        make_item(cast)
        client.force_login(cast.stranger)
        assert client.get("/groups/payments/items/1/").status_code == 404
