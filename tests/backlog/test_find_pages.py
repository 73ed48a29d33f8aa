"""The search page and the box that completes: sentences with marks, and nothing that is not in sight."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backlog.asking import understand
from backlog.completing import complete
from backlog.models import Answer, Comment, Item
from backlog.sentences_found import LONGEST, sentence_in
from retrospectives.models import Retrospective
from teams.models import Team, User
from tests.cast import make_cast, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def page(client, query: str) -> str:
    answer = client.get("/find/", {"q": query})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_hit_is_shown_in_its_sentence_with_the_match_marked(client, cast):
    item = make_item(
        cast, "new", title="Förseningar <b>", description="We wait. The builds fail at night. Nobody looks."
    )
    item.comment("Möten hjälper <i>inte</i> mot trasiga byggen.", by=cast.member)
    client.force_login(cast.member)
    assert "The <mark>builds</mark> <mark>fail</mark> at night.</p>" in page(client, "build failing")
    raw = client.get("/find/", {"q": "möte"}).content.decode()
    assert "<mark>Möten</mark> hjälper &lt;i&gt;inte&lt;/i&gt; mot trasiga byggen." in raw
    assert "<mark>Förseningar</mark> &lt;b&gt;" in client.get("/find/", {"q": "försening"}).content.decode()
    assert "<mark>builds</mark>" in page(client, "buil")


@pytest.mark.parametrize(
    ("said", "asked", "shown"),
    [
        ("The CI/CD is broken. Nobody looks.", "cd", "The CI/<mark>CD</mark> is broken."),
        ("Ask ops@example.org soon.", "example", "Ask ops@<mark>example</mark>.org soon."),
        (
            "No words. " * 2_500 + "The lighthouse is dark.",
            "lighthouses",
            "The <mark>lighthouse</mark> is dark.",
        ),
        ("lights here. " * 1_000 + "no words. " * 2_000 + "A pump.", "pumps", "A <mark>pump</mark>."),
    ],
)
def test_whatever_is_found_is_shown_in_its_sentence(client, cast, said, asked, shown):
    """As separate words where signs join them, and wherever in a long text."""
    make_item(cast, "new", title="Right", description=said)
    client.force_login(cast.member)
    assert shown in page(client, asked)


def test_the_sentence_is_looked_for_where_the_words_are(client, cast):
    """In an answer to a question of the template, and in a comment with many after it."""
    item = make_item(cast, "new", title="Right", description="The pump is in the house.")
    Answer.keep(item, {"Where was it seen?": "At the lighthouse."})
    item.comment("The oldest says trumpet.", by=cast.member)
    for n in range(40):
        Comment.objects.create(item=item, author=cast.member, text=f"Comment {n}")
    client.force_login(cast.member)
    assert "At the <mark>lighthouse</mark>." in page(client, "lighthouse")
    assert "The oldest says <mark>trumpet</mark>." in page(client, "trumpets")
    Answer.keep(item, {"Where was it seen?": ""})
    assert "lighthouse</mark>" not in page(client, "lighthouse")


def test_the_sentence_of_a_long_text_is_cut_around_the_match():
    text = f"{'word ' * 200}\x02pump\x03 {'end ' * 200}"
    told = sentence_in(text)
    assert "<mark>pump</mark>" in told and told.startswith("… ") and told.endswith(" …")
    assert len(told) < LONGEST + 40
    assert sentence_in("x" * 500 + "\x02" + "y" * 600 + "\x03").count("<mark>") == 1
    assert sentence_in("nothing") == ""


def test_pages_of_hits_follow_each_other(client, cast):
    for n in range(25):
        make_item(cast, "new", title=f"Pump {n}")
    client.force_login(cast.member)
    first = page(client, "pump")
    assert first.count("<li data-row>") == 20 and "?q=pump&start=20" in first
    answer = client.get("/find/?q=pump&start=20").content.decode()
    assert answer.count("<li data-row>") == 5 and 'rel="next"' not in answer
    for start in ("-1", "x", "99999999", "²", "7", "1000"):
        assert client.get("/find/", {"q": "pump", "start": start}).status_code == 200


def test_notes_are_found_by_members_of_their_team_alone(client, cast):
    board = Retrospective.hold(team=cast.red, date=cast.group.today(), by=cast.facilitator)
    board.add_note(board.columns.first().pk, "The lighthouse <b> is dark", by=cast.member)
    removed = board.add_note(board.columns.first().pk, "The lighthouse is gone", by=cast.member)
    board.remove_note(removed.pk, by=cast.member)
    client.force_login(cast.member)
    told = client.get("/find/?q=lighthouses").content.decode()
    assert "The <mark>lighthouse</mark> &lt;b&gt; is dark" in told and "gone" not in told
    assert f"/retrospectives/{board.pk}/#note-" in told
    for other in (cast.blue_member, cast.manager, cast.sponsor, cast.admin, cast.stranger, cast.nobody):
        client.force_login(other)
        assert "lighthouse</mark>" not in client.get("/find/?q=lighthouses").content.decode()


@pytest.mark.parametrize(
    ("filters", "shown"),
    [("", True), ("team:red", True), ("group:payments", True), ("team:blue", False), ("team:mars", False)]
    + [(text, False) for text in ("state:done", "kind:impediment", "owner:me", "age:>0", "#1", "flag:stale")],
)
def test_notes_meet_the_filters_or_are_left_out(client, cast, filters, shown):
    board = Retrospective.hold(team=cast.red, date=cast.group.today(), by=cast.facilitator)
    board.add_note(board.columns.first().pk, "The lighthouse is dark", by=cast.member)
    client.force_login(cast.member)
    assert ("Notes of your retrospectives" in page(client, f"lighthouse {filters}")) == shown


def test_what_names_nothing_is_said_and_the_empty_page_teaches(client, cast):
    client.force_login(cast.member)
    unknown, unheard = page(client, "team:mars"), page(client, "unheard")
    assert "<code>team:mars</code>" in unknown and "Fewer words find more." not in unknown
    assert "Nothing found" in unheard and "Fewer words find more." in unheard
    assert "silent:" in page(client, "")


def test_as_many_queries_for_twenty_hits_as_for_one(client, cast):
    client.force_login(cast.member)

    def queries() -> int:
        client.get("/find/?q=pump")
        with CaptureQueriesContext(connection) as asked:
            client.get("/find/?q=pump")
        return len(asked)

    make_item(cast, "new", title="Pump")
    few = queries()
    for n in range(19):
        make_item(cast, "new", title=f"Pump {n}")
    assert queries() == few


def ways(user, text: str) -> list[str]:
    return [way.text or way.url or way.words for way in complete(user, text)]


def test_what_is_typed_is_completed(cast):
    item = make_item(cast, "new", title="Pump fails")
    assert ways(cast.member, "slow te") == ["slow team:"]
    assert ways(cast.member, "slow team:") == [f"slow team:{name} " for name in ("Blue", "Green", "Red")]
    assert ways(cast.member, 'team:"bl') == ["team:Blue "]
    assert ways(cast.member, "state:de") == ["state:deferred ", "state:declined "]
    assert "owner:me " in ways(cast.member, "owner:")
    assert ways(cast.member, "owner:blu") == ['owner:"Blue Member" ']
    assert ways(cast.member, "silent:>3") == ["silent:>30 ", "silent:>365 "]
    assert ways(cast.member, "pum") == [f"/items/{item.pk}/"]
    assert ways(cast.member, "") == []


def test_a_search_goes_on_after_a_finished_filter(cast):
    for before in ("kind:impediment", 'kind:improvement team:"Red"', 'team:"Red" #4 pump'):
        assert f"{before} state:" in ways(cast.member, f"{before} st"), before
        assert f"{before} state:declined " in ways(cast.member, f"{before} state:dec"), before
        assert f"{before} owner:me " in ways(cast.member, f'{before} owner:"m'), before


@pytest.mark.parametrize(
    ("name", "begun"),
    [
        ("Night shift", "Ni"),
        ("Night shift", '"Night s'),
        ('5" disks', '5"'),
        ('5" disks', '"5"" d'),
        ('The "A" team', '"The ""A'),
        ('"Quoted"', "Quo"),
        ('12"', "12"),
        ("O'Neill", "O'N"),
    ],
)
def test_what_is_completed_reads_back_as_the_same_name(cast, name, begun):
    team = Team.objects.create(product_group=cast.group, name=name)
    User.objects.filter(pk=cast.leader.pk).update(name=name)
    for kind, pk in (("team", team.pk), ("owner", cast.leader.pk)):
        [whole] = ways(cast.member, f"kind:impediment {kind}:{begun}")
        asked = understand(whole, cast.member)
        assert (asked.filters, asked.words) == ({"kind": ["impediment"], kind: [pk]}, []), whole


def test_completions_name_only_what_is_in_sight(client, cast):
    make_item(cast, "new", title="Pump fails")
    Item.file(team=cast.far, title="Pump far away", by=cast.stranger)
    assert ways(cast.stranger, "team:") == ["team:Far "]
    assert ways(cast.stranger, "group:") == ["group:Letters "]
    assert not [way for way in ways(cast.stranger, "owner:") if "Member" in way]
    assert len(ways(cast.stranger, "pum")) == 1
    assert ways(cast.nobody, "team:") == [] == ways(cast.nobody, "pum")
    client.force_login(cast.stranger)
    answer = client.get("/find/completions/?q=pum").content.decode()
    assert "Pump far away" in answer and "Pump fails" not in answer and "<html" not in answer


@pytest.mark.parametrize(
    "text",
    ["'", "team:'", 'team:"', "owner:%", "group:\\", "\x00", "state:" * 30, "😀", "x" * 500, "owner:\x00"],
)
def test_no_text_breaks_the_page_or_the_completions(client, cast, text):
    make_item(cast, "new")
    client.force_login(cast.member)
    assert client.get("/find/", {"q": text}).status_code == 200
    assert client.get("/find/completions/", {"q": text}).status_code == 200
