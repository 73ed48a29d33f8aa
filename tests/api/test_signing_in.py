"""Who asks: tokens, sessions, and those who may not."""

from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from teams.models import ApiToken
from tests.api.conftest import JSON, Program, wrong
from tests.cast import make_item


def test_without_a_token_or_session_nothing_is_told(cast):
    answer = Program().get("items/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert wrong(answer) == set()


def test_a_token_that_is_wrong_revoked_expired_or_of_an_inactive_person_is_no_token(cast, program):
    member = program("member")
    assert member.get("items/").status_code == 200
    token = ApiToken.objects.get()
    for change in (
        {"secret_hash": "x"},
        {"revoked_at": timezone.now()},
        {"expires": timezone.now() - timedelta(seconds=1)},
    ):
        ApiToken.objects.filter(pk=token.pk).update(**change)
        assert member.get("items/").status_code == 401
        ApiToken.objects.filter(pk=token.pk).update(
            secret_hash=token.secret_hash, revoked_at=None, expires=None
        )
    cast.member.is_active = False
    cast.member.save()
    assert member.get("items/").status_code == 401
    for header in ("Bearer", "Bearer ", "Bearer \u00e4\u00f6", "bearer nonsense"):
        assert Client().get("/api/v1/items/", headers={"Authorization": header}).status_code == 401


def test_a_wrong_token_is_not_saved_by_a_session(cast):
    client = Client()
    client.force_login(cast.member)
    answer = client.get("/api/v1/items/", headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 401


def test_a_session_reads_and_needs_the_forms_secret_to_write(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.member)
    assert client.get("/api/v1/items/").status_code == 200
    body = {"team": str(cast.red.pk), "kind": "impediment", "title": "Slow"}
    assert client.post("/api/v1/items/", body, content_type=JSON).status_code == 403
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post("/api/v1/items/", body, content_type=JSON, headers={"X-CSRFToken": "a" * 32})
    assert answer.status_code == 201


def test_an_inactive_person_has_no_session(cast):
    client = Client()
    client.force_login(cast.member)
    cast.member.is_active = False
    cast.member.save()
    assert client.get("/api/v1/items/").status_code == 401


def test_a_token_for_reading_only_reads(cast, program):
    item = make_item(cast, "ready")
    reader = program("manager", scope="read")
    assert reader.get(f"items/{item.pk}/").status_code == 200
    answer = reader.post(f"items/{item.pk}/decide/", {"verdict": "decline", "reason": "No."})
    assert answer.status_code == 403
    assert reader.patch(f"items/{item.pk}/", {"title": "X"}, If_Match="*").status_code == 403


def test_the_last_use_is_noted_once_a_minute(cast, program):
    member = program("member")
    with time_machine.travel("2026-05-04 08:00:00Z", tick=False) as clock:
        member.get("items/")
        first = ApiToken.objects.get().last_used
        clock.shift(30)
        member.get("items/")
        assert ApiToken.objects.get().last_used == first
        clock.shift(31)
        member.get("items/")
        assert ApiToken.objects.get().last_used > first


def test_too_many_requests_are_told_when_to_come_again(cast, program, settings):
    settings.API_RATE = 2
    member = program("member")
    answers = [member.get("items/") for _turn in range(4)]
    assert 429 in {answer.status_code for answer in answers}
    last = next(answer for answer in answers if answer.status_code == 429)
    assert 1 <= int(last["Retry-After"]) <= 60
    wrong(last)
    assert program("manager").get("items/").status_code == 200


def test_each_token_has_a_limit_of_its_own_and_all_of_a_person_one_together(cast, settings):
    settings.API_TOKEN_RATE, settings.API_RATE = 3, 5
    with time_machine.travel("2026-05-04 08:00:00Z", tick=False) as clock:
        one, other = Program(cast.member), Program(cast.member)
        statuses = [program.get("items/").status_code for program in [one] * 4 + [other] * 2]
        assert statuses == [200, 200, 200, 429, 200, 429]
        clock.shift(60)
        assert one.get("items/").status_code == 200


def test_no_cache_keeps_what_one_person_may_see(cast, program):
    answer = program("member").get("items/")
    assert answer["Cache-Control"] == "private, no-store"
    assert {"authorization", "cookie"} <= {name.strip().lower() for name in answer["Vary"].split(",")}
