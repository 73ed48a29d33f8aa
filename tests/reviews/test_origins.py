"""An item's page names the review meeting in which a decision was made."""

import pytest

from tests.cast import make_cast, make_item
from tests.reviews.meetings import make_review

pytestmark = pytest.mark.django_db


def test_the_item_page_leads_to_the_meeting_of_a_decision(client):
    cast = make_cast()
    item, between = make_item(cast, "ready"), make_item(cast, "ready", title="Between")
    review = make_review(cast, "running")
    review.decide(item, verdict="decline", reason="Not now.", by=cast.manager)
    between.decide("decline", reason="No.", by=cast.manager)
    client.force_login(cast.member)
    page = client.get(item.get_absolute_url()).text
    assert f'href="{review.get_absolute_url()}"' in page and "in the review meeting of" in page
    assert "In the review meeting of" in page  # the history tells it too
    assert "in the review meeting" not in client.get(between.get_absolute_url()).text


def test_who_sees_the_item_but_not_the_group_learns_only_the_day(client):
    cast = make_cast()
    item = make_item(cast, "ready")
    review = make_review(cast, "running")
    review.decide(item, verdict="escalate", reason="Yours.", product_group=cast.elsewhere, by=cast.manager)
    client.force_login(cast.stranger)
    page = client.get(item.get_absolute_url()).text
    assert "in the review meeting of" in page and review.get_absolute_url() not in page
