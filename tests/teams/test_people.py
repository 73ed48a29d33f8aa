"""The list of people, the page of one person and of a team."""

import pytest

from teams.models import GroupRole, Membership, User

pytestmark = pytest.mark.django_db


def names(answer):
    return [row.name for row in answer.context["rows"]]


def test_people_of_visible_groups_are_listed_by_name(client, cast):
    client.force_login(cast.member)
    listed = names(client.get("/people/"))
    assert listed == sorted(listed)
    assert "Manager" in listed and "Green Member" in listed
    assert not {"Stranger", "Far Manager", "Nobody", "Admin"} & set(listed)


def test_an_administrator_sees_everybody(client, cast):
    client.force_login(cast.admin)
    assert {"Stranger", "Nobody", "Admin"} <= set(names(client.get("/people/")))


def test_roles_in_groups_one_does_not_see_are_not_shown(client, cast):
    GroupRole.objects.create(user=cast.manager, product_group=cast.elsewhere, role="sponsor")
    Membership.objects.create(user=cast.manager, team=cast.far)
    client.force_login(cast.member)
    for path in ("/people/?q=manager", f"/people/{cast.manager.pk}/"):
        page = client.get(path).content.decode()
        assert "Letters" not in page and "Far" not in page and "Business sponsor, " not in page
    assert names(client.get("/people/?role=sponsor")) == ["Sponsor"]
    assert names(client.get(f"/people/?role=sponsor&product_group={cast.elsewhere.pk}")) == []
    client.force_login(cast.admin)
    assert "Letters" in client.get(f"/people/{cast.manager.pk}/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=blue", {"Blue Member"}),
        ("q=MEM", {"Member", "Blue Member", "Green Member"}),
        ("q=ember", set()),
        ("q=%27+%26+%7C", set()),
        ("role=leader", {"Leader"}),
        ("role=manager", {"Manager", "Both"}),
        ("q=blue&role=leader", set()),
    ],
)
def test_people_are_filtered(client, cast, query, found):
    client.force_login(cast.member)
    assert set(names(client.get(f"/people/?{query}"))) == found


def test_people_are_filtered_by_team_and_group(client, cast):
    client.force_login(cast.admin)
    assert names(client.get(f"/people/?team={cast.blue.pk}")) == ["Blue Member"]
    assert set(names(client.get(f"/people/?product_group={cast.elsewhere.pk}"))) == {
        "Stranger",
        "Far Manager",
    }


@pytest.mark.parametrize(
    "query", ["team=1", "role=emperor", "cursor=x", "wish=1", "page_size=0", "q=" + "x" * 101]
)
def test_an_unknown_filter_is_refused(client, cast, query):
    client.force_login(cast.member)
    assert client.get(f"/people/?{query}").status_code == 400


def test_addresses_are_found_and_shown_to_administrators_alone(client, cast):
    client.force_login(cast.member)
    assert names(client.get("/people/?q=manager@example.org")) == []
    assert "manager@" not in client.get(f"/people/{cast.manager.pk}/").content.decode()
    assert cast.member.email in client.get(f"/people/{cast.member.pk}/").content.decode()
    client.force_login(cast.admin)
    assert names(client.get("/people/?q=manager@example.org")) == ["Manager"]
    assert "manager@" in client.get(f"/people/{cast.manager.pk}/").content.decode()


def test_who_may_no_longer_sign_in_is_listed_for_administrators_who_ask(client, cast):
    cast.blue_member.deactivate(by=cast.admin)
    client.force_login(cast.member)
    assert "Blue Member" not in names(client.get("/people/?inactive=on"))
    client.force_login(cast.admin)
    assert names(client.get("/people/?inactive=on")) == ["Blue Member"]
    assert "Blue Member" not in names(client.get("/people/"))


def test_pages_go_on_where_the_last_one_ended(client, cast):
    User.objects.bulk_create(User(name="Same Name", email=f"p{number}@example.org") for number in range(120))
    client.force_login(cast.admin)
    seen, path = [], "/people/?q=same"
    while path:
        answer = client.get(path)
        seen += [row.id for row in answer.context["rows"]]
        path = answer.context["next_page"] and f"/people/?{answer.context['next_page']}"
    assert len(seen) == len(set(seen)) == 120


def test_the_list_answers_htmx_with_the_part_alone(client, cast):
    client.force_login(cast.member)
    page = client.get("/people/?q=blue", headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith('<div id="people"')


def test_empty_lists_say_what_belongs_there(client, cast):
    client.force_login(cast.nobody)
    assert names(client.get("/people/")) == ["Nobody"]
    assert "Nobody matches" in client.get("/people/?q=zz").content.decode()


def test_strangers_are_not_found(client, cast):
    client.force_login(cast.stranger)
    assert client.get(f"/people/{cast.member.pk}/").status_code == 404
    assert client.get(f"/teams/{cast.red.pk}/").status_code == 404
    assert client.post(f"/teams/{cast.red.pk}/members/add/", {"person": cast.stranger.pk}).status_code == 404


# --- what an administrator changes on a person's page ---------------------------------------------------


def test_an_administrator_edits_ends_and_appoints(client, cast):
    client.force_login(cast.admin)
    path = f"/people/{cast.nobody.pk}/"
    assert client.post(path + "edit/", {"name": "Kim", "email": "kim@example.org"}).status_code == 302
    assert client.post(path + "edit/", {"name": "Kim", "email": cast.member.email}).status_code == 422
    assert client.post(path + "admin/appoint/").status_code == 302
    assert client.post(path + "admin/dismiss/").status_code == 302
    assert client.post(path + "deactivate/").status_code == 302
    cast.nobody.refresh_from_db()
    assert (cast.nobody.name, cast.nobody.is_admin, cast.nobody.is_active) == ("Kim", False, False)
    assert "may no longer sign in" in client.get(path).content.decode()
    assert client.post(path + "admin/appoint/").status_code == 409
    assert client.post(path + "activate/").status_code == 302


def test_the_last_administrator_is_kept_in_words(client, cast):
    client.force_login(cast.admin)
    for verb in ("admin/dismiss/", "deactivate/"):
        answer = client.post(f"/people/{cast.admin.pk}/{verb}")
        assert answer.status_code == 409
        assert "last administrator" in answer.content.decode()


@pytest.mark.parametrize("verb", ["edit/", "deactivate/", "activate/", "admin/appoint/", "admin/dismiss/"])
def test_nobody_else_changes_a_person(client, cast, verb):
    client.force_login(cast.leader)
    assert client.post(f"/people/{cast.member.pk}/{verb}").status_code == 403


def test_who_is_set_inactive_is_signed_out(client, cast):
    client.force_login(cast.member)
    assert client.get("/people/").status_code == 200
    cast.member.deactivate(by=cast.admin)
    assert client.get("/people/").url.startswith("/account/login/")


# --- a team's page --------------------------------------------------------------------------------------


def test_the_team_page_shows_members_and_controls_to_its_leader_alone(client, cast):
    for who, controls in (("leader", True), ("admin", True), ("member", False), ("manager", False)):
        client.force_login(getattr(cast, who))
        page = client.get(f"/teams/{cast.red.pk}/").content.decode()
        assert "Facilitator" in page
        assert ("Add a member" in page) is controls
        assert ("Make leader" in page) is (who == "admin")


def test_a_leader_adds_changes_removes_and_takes_it_back(client, cast):
    GroupRole.objects.create(user=cast.nobody, product_group=cast.group, role="support")
    client.force_login(cast.leader)
    path = f"/teams/{cast.red.pk}/"
    assert str(cast.nobody.pk) in client.get(path + "?find=nob").content.decode()
    client.post(path + "members/add/", {"person": cast.nobody.pk})
    client.post(path + "members/add/", {"person": cast.nobody.pk, "role": "facilitator"})
    assert Membership.objects.get(user=cast.nobody).role == "facilitator"
    client.post(path + "members/take-role/", {"person": cast.nobody.pk, "role": "facilitator"})
    assert Membership.objects.get(user=cast.nobody).role == "member"
    answer = client.post(path + "members/remove/", {"person": cast.nobody.pk})
    assert not Membership.objects.filter(user=cast.nobody).exists()
    assert "Undo" in client.get(answer.url).content.decode()
    client.post(path + "members/add/", {"person": cast.nobody.pk})
    assert Membership.objects.filter(user=cast.nobody).exists()


def test_a_leader_gives_no_leadership_on_the_page_either(client, cast):
    client.force_login(cast.leader)
    path = f"/teams/{cast.red.pk}/members/"
    assert client.post(path + "add/", {"person": cast.member.pk, "role": "leader"}).status_code == 403
    assert client.post(path + "remove/", {"person": cast.leader.pk}).status_code == 403
    assert client.post(f"/teams/{cast.blue.pk}/members/add/", {"person": cast.member.pk}).status_code == 403
    assert client.post(path + "add/", {"person": cast.stranger.pk}).status_code == 404


@pytest.mark.parametrize("verb", ["edit/", "deactivate/", "activate/"])
def test_a_leader_does_not_configure_the_team(client, cast, verb):
    client.force_login(cast.leader)
    assert client.post(f"/teams/{cast.red.pk}/{verb}", {"name": "Mine"}).status_code == 403


def test_an_undo_with_nonsense_shows_the_page(client, cast):
    client.force_login(cast.leader)
    assert client.get(f"/teams/{cast.red.pk}/?removed=nonsense&find={'x' * 300}").status_code == 200
