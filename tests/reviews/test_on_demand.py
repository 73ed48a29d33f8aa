"""Flags computed on demand from the page of review meetings."""

from datetime import timedelta

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from backlog.models import FlagRun
from tests.cast import make_cast
from tests.reviews.meetings import make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def url(review, path="") -> str:
    return f"/reviews/{review.pk}/{path}"


def sign_in(client, person):
    client.force_login(person)
    return client


def test_flags_are_computed_on_demand(cast, client, django_capture_on_commit_callbacks):
    path = f"/groups/{cast.group.slug}/flags/compute/"
    for who, status in [("member", 403), ("far_manager", 404), ("change_agent", 303)]:
        sign_in(client, getattr(cast, who))
        assert client.post(path, {"next": "https://elsewhere.example"}).status_code == status
    assert "are being computed" in client.get("/reviews/").text
    FlagRun.objects.create(product_group=cast.group, at=timezone.now() - timedelta(hours=3, minutes=5))
    assert "Flags were computed 3" in client.get(url(make_review(cast))).text


def test_without_a_worker_computing_now_says_so(cast, client, monkeypatch):
    def nobody_listens(*args, **kwargs):
        raise OperationalError("no broker")

    monkeypatch.setattr("backlog.tasks.compute_flags.apply_async", nobody_listens)
    sign_in(client, cast.manager)
    answer = client.post(f"/groups/{cast.group.slug}/flags/compute/", {"next": "/reviews/"}, follow=True)
    assert "be reached now" in answer.text
