"""The pages of review meetings: who sees and does what, errors with what was typed, fragments, queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backlog.models import Decision, Item
from reviews.models import Review
from tests.cast import make_cast, make_item
from tests.reviews.meetings import key, keys, make_review

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "meeting"}
SERVANTS = {"manager", "sponsor", "change_agent", "both"}
MANAGERS = {"manager", "sponsor", "both"}
ROLES = ["member", "leader", "product_owner", "expert", "support", "admin", *sorted(SERVANTS)]
NOBODY = ["far_manager", "stranger", "nobody"]


@pytest.fixture
def cast():
    return make_cast()


def url(review, path="") -> str:
    return f"/reviews/{review.pk}/{path}"


def sign_in(client, person):
    client.force_login(person)
    return client


@pytest.mark.parametrize("who", ROLES + NOBODY)
def test_who_may_see_prepare_and_run(cast, client, who):
    sign_in(client, getattr(cast, who))
    item, review = make_item(cast, "ready"), make_review(cast)
    seen = who not in NOBODY
    prepares, runs = who in SERVANTS, who in MANAGERS

    def expect(allowed: bool) -> set:
        return {200, 302, 303} if allowed else {403} if seen else {404}

    for path, data, allowed in [
        ("add/", {"item": "1"}, prepares),
        ("remove/", {"id": key(item)}, prepares),
        ("put-back/", {"id": key(item)}, prepares),
        ("arrange/", {"id": key(item)}, prepares),
    ]:
        got = client.post(url(review, path), data).status_code
        assert got in expect(allowed) or (allowed and got == 422), path
    assert client.get(url(review)).status_code == (200 if seen else 404)
    assert client.get(url(review, "move/")).status_code in expect(prepares)
    assert client.get(url(review, "cancel/")).status_code in expect(prepares)
    assert client.post(url(review, "start/")).status_code in expect(runs)
    if not runs:
        review.start(by=cast.manager)
    for path, data in [
        (f"decide/{item.pk}/", {"verdict": "offer", "reason": "For the teams."}),
        ("mark/", {"line": key(make_item(cast, "new")), "outcome": "heard"}),
        ("act/", {"text": "Ask", "owner": cast.manager.pk, "due": "2099-01-01"}),
        ("attend/", {"present": [cast.manager.pk]}),
    ]:
        got = client.post(url(review, path), data).status_code
        assert got in expect(runs) or (runs and path == "mark/" and got == 404), path
    assert client.get(url(review, "run/")).status_code in expect(runs)
    assert client.get(url(review, "end/")).status_code in expect(runs)
    assert client.post(url(review, "end/")).status_code in expect(runs)
    assert (Review.objects.get(pk=review.pk).state == "held") is runs
    assert Decision.objects.exists() is runs
    assert client.get(url(review)).status_code == (200 if seen else 404)


@pytest.mark.parametrize(
    ("path", "data"),
    [("run/", None), ("end/", None), ("mark/", {"line": "item-x", "outcome": "heard"}), ("attend/", {})],
)
def test_what_is_not_possible_now_says_so(cast, client, path, data):
    sign_in(client, cast.manager)
    review = make_review(cast)
    answer = client.get(url(review, path)) if data is None else client.post(url(review, path), data)
    assert answer.status_code == 409 and "Planned" in answer.text


def test_an_empty_list_teaches_and_a_full_one_leads(cast, client):
    sign_in(client, cast.manager)
    assert "No meeting yet" in client.get("/reviews/").text
    held = make_review(cast, "held")
    planned = make_review(cast, planned_at=timezone.now() + timedelta(days=2))
    text = client.get("/reviews/").text
    assert url(held) in text and url(planned) in text
    sign_in(client, cast.nobody)
    assert "No product group yet" in client.get("/reviews/").text
    assert client.get(f"/reviews/?product_group={cast.group.pk}").status_code == 404


def test_the_list_is_paged_and_asks_as_much_for_many_as_for_few(cast, client):
    sign_in(client, cast.member)

    def add(count, first):
        when = datetime(2020, 1, 1, tzinfo=UTC)
        Review.objects.bulk_create(
            Review(product_group=cast.group, planned_at=when + timedelta(days=n), state="missed")
            for n in range(first, first + count)
        )

    def queries(address="/reviews/") -> tuple:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        return len(captured), answer

    add(10, 0)
    few, _answer = queries()
    add(110, 10)
    many, answer = queries()
    assert few == many
    seen, page = len(answer.context["page"].rows), answer.context["page"]
    while page.next:
        page = client.get("/reviews/", {"cursor": page.next}).context["page"]
        seen += len(page.rows)
    assert seen == 120
    assert client.get("/reviews/", {"cursor": "forged"}).status_code == 404


def test_planning_keeps_what_was_typed_and_reads_the_clock_of_the_group(cast, client):
    sign_in(client, cast.change_agent)
    cast.group.time_zone = "Pacific/Apia"
    cast.group.save()
    wrong = client.post("/reviews/plan/", {"day": "2020-01-01", "time": "09:00", "place": "Room 4"})
    assert wrong.status_code == 422 and "Room 4" in wrong.text and "lies in the past" in wrong.text
    right = client.post("/reviews/plan/", {"day": "2099-01-06", "time": "09:00", "place": "Room 4"})
    assert right.status_code == 303
    review = Review.objects.get()
    assert review.planned_at == datetime(2099, 1, 5, 20, tzinfo=UTC)
    page = client.get(url(review))
    assert "Tuesday, 09:00" in page.text
    moved = {"day": "2099-01-07", "time": "10:30", "place": "", "facilitator": cast.manager.pk}
    assert client.post(url(review, "move/"), moved).status_code == 303
    assert Review.objects.get().facilitator == cast.manager
    assert client.post(url(review, "cancel/"), {"reason": ""}).status_code == 422
    assert client.post(url(review, "cancel/"), {"reason": "Holidays."}).status_code == 303


def test_who_reads_sees_no_tools(cast, client):
    review = make_review(cast)
    make_item(cast, "ready")
    sign_in(client, cast.member)
    text = client.get(url(review)).text
    assert "Builds are red" in text
    assert "Take off" not in text and "Start the meeting" not in text and "Compute now" not in text


def test_the_agenda_is_prepared_by_fragments_and_without(cast, client):
    sign_in(client, cast.change_agent)
    first, second = (make_item(cast, "ready", title=title) for title in ("First", "Second"))
    other = Item.file(team=cast.red, title="Other", by=cast.member)
    review = make_review(cast)
    part = client.post(
        url(review, "arrange/"), {"id": key(second), "after": ""}, headers={"HX-Request": "true"}
    )
    assert part.status_code == 200 and "<html" not in part.text and part.text.count('id="agenda"') == 1
    assert keys(review) == [key(second), key(first), key(other)]
    assert client.post(url(review, "remove/"), {"id": key(other)}).status_code == 303
    assert keys(review) == [key(second), key(first)]
    assert client.post(url(review, "put-back/"), {"id": key(other)}).status_code == 303
    assert keys(review) == [key(second), key(first), key(other)]
    client.post(url(review, "remove/"), {"id": key(other)})
    assert client.post(url(review, "add/"), {"item": f"#{other.number} Other"}).status_code == 303
    assert keys(review)[-1] == key(other)
    for words in ("", "Other", "#999", f"{other.number}"):
        again = client.post(url(review, "add/"), {"item": words})
        assert again.status_code == 422 and "field-error" in again.text
    assert client.post(url(review, "remove/"), {"id": "item-x"}).status_code == 404


def test_the_meeting_goes_from_line_to_line(cast, client):
    first, second = (make_item(cast, "ready", title=title) for title in ("First", "Second"))
    review = make_review(cast, "running")
    sign_in(client, cast.manager)
    page = client.get(url(review, "run/"))
    assert page.context["table"].line.key == key(first) and "Helps all." in page.text
    done = client.post(
        url(review, f"decide/{first.pk}/"), {"verdict": "decline", "reason": "Not now."}, headers=HTMX
    )
    assert done.status_code == 200 and done.headers["HX-Push-Url"].endswith(f"?line={key(second)}")
    assert "<html" not in done.text and "Second" in done.text
    plain = client.post(url(review, "mark/"), {"line": key(second), "outcome": "postponed"})
    assert plain.status_code == 303 and plain.url == url(review, "run/")
    assert "Everything has been gone through" in client.get(plain.url).text
    again = client.post(url(review, "mark/"), {"line": key(second), "outcome": ""})
    assert again.url == url(review, f"run/?line={key(second)}")


def test_a_new_item_is_assessed_and_then_decided(cast, client):
    item = make_item(cast, "new")
    review = make_review(cast, "running")
    sign_in(client, cast.manager)
    assert client.get(url(review, "run/")).context["table"].form.verb == "assess"
    done = client.post(
        url(review, f"assess/{item.pk}/"), {"finding": "unsure", "reason": "We look."}, headers=HTMX
    )
    assert done.context["table"].form.verb == "decide" and done.context["table"].line.key == key(item)


def test_a_wrong_value_keeps_what_was_typed(cast, client):
    item = make_item(cast, "ready")
    review = make_review(cast, "running")
    sign_in(client, cast.manager)
    for headers in ({}, HTMX):
        answer = client.post(
            url(review, f"decide/{item.pk}/"), {"verdict": "act", "reason": "Ours to mend."}, headers=headers
        )
        assert answer.status_code == 422 and "Ours to mend." in answer.text
        assert "Say who will act." in answer.text and "Say by when." in answer.text
    assert answer.headers["HX-Retarget"] == "#verdict"
    promise = client.post(url(review, "act/"), {"text": "Ask the supplier", "line": key(item)}, headers=HTMX)
    assert promise.status_code == 422 and "Ask the supplier" in promise.text


def test_the_second_manager_is_told_and_loses_nothing(cast, client):
    item = make_item(cast, "ready")
    review = make_review(cast, "running")
    review.decide(item, verdict="decline", reason="No.", by=cast.both)
    sign_in(client, cast.manager)
    sent = {"verdict": "offer", "reason": "A long thought that took a minute."}
    part = client.post(url(review, f"decide/{item.pk}/"), sent, headers=HTMX)
    assert part.status_code == 409 and "Declined" in part.text and "<html" not in part.text
    page = client.post(url(review, f"decide/{item.pk}/"), sent)
    assert page.status_code == 409 and "Declined" in page.text and sent["reason"] in page.text
    assert Item.objects.get(pk=item.pk).state == "declined"


def test_items_one_does_not_see_are_not_decided(cast, client):
    foreign = Item.file(team=cast.far, title="Far away", by=cast.stranger)
    review = make_review(cast, "running")
    sign_in(client, cast.manager)
    assert client.post(url(review, f"decide/{foreign.pk}/"), {}).status_code == 404


def test_who_is_here_is_noted_at_once(cast, client):
    review = make_review(cast, "running")
    sign_in(client, cast.manager)
    part = client.post(
        url(review, "attend/"), {"present": [cast.sponsor.pk], "also": cast.member.pk}, headers=HTMX
    )
    assert part.status_code == 200 and "2 are here" in part.text
    present = set(review.attendances.filter(present=True).values_list("person__name", flat=True))
    assert present == {"Sponsor", "Member"}
    assert client.post(url(review, "attend/"), {"also": cast.stranger.pk}).status_code == 422


def test_the_meeting_ends_with_minutes(cast, client):
    item = make_item(cast, "ready")
    review = make_review(cast, "running")
    review.decide(item, verdict="decline", reason="Not this year.", by=cast.manager)
    sign_in(client, cast.manager)
    client.post(
        url(review, "act/"),
        {"text": "Write it down", "owner": cast.sponsor.pk, "due": "2099-01-01", "line": key(item)},
    )
    end = client.post(url(review, "end/"), {"remarks": "We began late."})
    page = client.get(end.url)
    for words in ("Not this year.", "Write it down", "We began late.", "Decline"):
        assert words in page.text
    assert item.actions.count() == 1


@pytest.mark.parametrize("state", ["planned", "running", "held"])
def test_as_many_queries_for_a_long_agenda_as_for_a_short_one(cast, client, state):
    sign_in(client, cast.manager)

    def queries(review) -> int:
        address = url(review, "run/" if state == "running" else "")
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    make_item(cast, "ready")
    few = queries(make_review(cast, state))
    Review.objects.update(state="cancelled")
    for number in range(20):
        make_item(cast, "ready", title=f"Item {number}")
    assert queries(make_review(cast, state)) <= few
