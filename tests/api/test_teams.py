"""Product groups, teams and who comes into them through the interface."""

from tests.api.conftest import wrong


def test_an_administrator_sets_up_a_group_and_its_teams(cast, program):
    admin = program("admin")
    made = admin.post("product-groups/", {"name": "Parcels", "slug": "parcels", "review_time": "13:30"})
    assert made.status_code == 201, made.content
    group = made.json()
    assert (group["name"], group["stale_days"], group["open"]) == ("Parcels", 30, False)
    changed = admin.patch(made["Location"], {"stale_days": 21}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["stale_days"]) == (200, 21)
    assert admin.patch(made["Location"], {"stale_days": 20}, If_Match=made["ETag"]).status_code == 412
    assert admin.patch(made["Location"], {"stale_days": 20}).status_code == 428
    assert wrong(admin.patch(made["Location"], {"stale_days": 0}, If_Match="*")) == {"stale_days"}
    assert wrong(admin.patch(made["Location"], {"time_zone": "Mars"}, If_Match="*")) == {"time_zone"}
    team = admin.post("teams/", {"product_group": group["id"], "name": "Sorting"})
    assert (team.status_code, team.json()["active"]) == (201, True)
    ended = admin.patch(team["Location"], {"active": False}, If_Match=team["ETag"])
    assert (ended.status_code, ended.json()["active"], ended.json()["name"]) == (200, False, "Sorting")
    again = admin.post("teams/", {"product_group": group["id"], "name": "Sorting"})
    assert again.status_code == 422 and wrong(again) == {"name"}
    same = admin.put(made["Location"], changed.json(), If_Match=changed["ETag"])
    assert (same.status_code, same.json()) == (200, changed.json())


def test_nobody_else_sets_up_anything(cast, program):
    for who in ("manager", "leader", "member"):
        asked = program(who)
        assert asked.post("product-groups/").status_code == 403
        assert asked.post("teams/").status_code == 403
        assert (
            asked.patch(f"product-groups/{cast.group.pk}/", {"open": True}, If_Match="*").status_code == 403
        )
        assert asked.patch(f"teams/{cast.red.pk}/", {"name": ""}).status_code == 403
        role = {"person": str(cast.member.pk), "role": "manager"}
        assert asked.post(f"product-groups/{cast.group.pk}/grant-role/", role).status_code == 403
    assert program("stranger").patch(f"teams/{cast.red.pk}/", {"name": ""}).status_code == 404


def test_roles_are_given_and_taken(cast, program):
    admin = program("admin")
    body = {"person": str(cast.member.pk), "role": "expert"}
    assert admin.post(f"product-groups/{cast.group.pk}/grant-role/", body).status_code == 200
    assert cast.member.group_roles.filter(role="expert").exists()
    assert admin.post(f"product-groups/{cast.group.pk}/revoke-role/", body).status_code == 200
    assert not cast.member.group_roles.exists()
    assert wrong(admin.post(f"product-groups/{cast.group.pk}/grant-role/", body | {"role": "king"})) == {
        "role"
    }


def test_a_leader_changes_the_members_of_the_own_team(cast, program):
    leader = program("leader")
    person = {"person": str(cast.blue_member.pk)}
    assert leader.post(f"teams/{cast.red.pk}/add-member/", person).status_code == 200
    assert cast.red.memberships.filter(user=cast.blue_member).exists()
    assert leader.post(f"teams/{cast.red.pk}/remove-member/", person).status_code == 200
    assert not cast.red.memberships.filter(user=cast.blue_member).exists()
    assert leader.post(f"teams/{cast.blue.pk}/add-member/", person).status_code == 403
    assert leader.post(f"teams/{cast.red.pk}/add-member/", person | {"role": "leader"}).status_code == 403
    assert program("member").post(f"teams/{cast.red.pk}/add-member/").status_code == 403
