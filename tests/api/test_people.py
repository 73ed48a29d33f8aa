"""People through the interface: what is shown of whom, and how administrators let them in."""

from django.core import mail

from teams.models import GroupRole, Invitation, Membership, User
from tests.api.conftest import wrong


def shown(program, who: str, person) -> dict:
    return program(who).get(f"people/{person.pk}/").json()


def test_addresses_are_for_oneself_and_administrators(cast, program):
    assert shown(program, "member", cast.member)["email"] == cast.member.email
    assert shown(program, "admin", cast.member)["email"] == cast.member.email
    for who in ("manager", "facilitator"):
        assert shown(program, who, cast.member)["email"] is None
    listed = program("manager").get("people/").json()["results"]
    assert {row["email"] for row in listed} == {None, cast.manager.email}


def test_roles_are_told_as_far_as_one_sees(cast, program):
    Membership.objects.create(user=cast.member, team=cast.far)
    GroupRole.objects.create(user=cast.member, product_group=cast.elsewhere, role="expert")
    own = shown(program, "manager", cast.member)["roles"]
    assert [(row["role"], row["team_name"], row["product_group_name"]) for row in own] == [
        ("member", "Red", "Payments")
    ]
    assert {
        (row["role"], row["product_group_name"]) for row in shown(program, "stranger", cast.member)["roles"]
    } == {
        ("member", "Letters"),
        ("expert", "Letters"),
    }
    assert len(shown(program, "member", cast.member)["roles"]) == 3
    assert shown(program, "admin", cast.admin)["roles"][0]["role"] == "admin"


def test_people_are_found_by_place_role_and_name(cast, program):
    def names(**query) -> set:
        return {row["name"] for row in program("manager").get("people/", query).json()["results"]}

    assert names(team=str(cast.blue.pk)) == {"Blue Member"}
    assert names(role="sponsor") == {"Sponsor"}
    assert names(q="blu") == {"Blue Member"}
    assert names(product_group=str(cast.elsewhere.pk)) == set()
    assert names(team=str(cast.far.pk)) == set()
    assert wrong(program("manager").get("people/", {"role": "king"})) == {"role"}


def test_administrators_correct_and_close_accounts(cast, program):
    admin = program("admin")
    path = f"people/{cast.member.pk}/"
    read = admin.get(path)
    assert admin.patch(path, {"name": "Mia Member"}).status_code == 428
    changed = admin.patch(path, {"name": "Mia  Member"}, If_Match=read["ETag"])
    assert (changed.status_code, changed.json()["name"]) == (200, "Mia Member")
    assert changed.json()["email"] == cast.member.email
    assert admin.patch(path, {"name": "M"}, If_Match=read["ETag"]).status_code == 412
    assert wrong(admin.patch(path, {"email": cast.manager.email}, If_Match="*"))
    assert wrong(admin.patch(path, {"email": "no address"}, If_Match="*")) == {"email"}
    member = program("member")
    assert admin.post(f"{path}deactivate/").json()["active"] is False
    assert member.get("items/").status_code == 401
    assert admin.post(f"{path}activate/").json()["active"] is True
    assert admin.post(f"people/{cast.admin.pk}/dismiss-admin/").status_code == 409
    assert admin.post(f"{path}appoint-admin/").json()["roles"][0]["role"] == "admin"


def test_nobody_else_changes_people(cast, program):
    for who in ("manager", "leader", "member"):
        asked = program(who)
        assert asked.patch(f"people/{cast.member.pk}/", {"name": ""}).status_code == 403
        assert asked.post(f"people/{cast.member.pk}/appoint-admin/").status_code == 403
    assert program("stranger").post(f"people/{cast.member.pk}/deactivate/").status_code == 404
    assert User.objects.filter(is_active=False).count() == 0


def test_invitations(cast, program):
    asked = {"email": "New.Person@example.org", "role": "member", "team": str(cast.red.pk)}
    assert program("manager").post("people/invite/").status_code == 403
    made = program("leader").post("people/invite/", asked)
    assert made.status_code == 201, made.content
    assert (made.json()["email"], made.json()["team"]) == ("new.person@example.org", str(cast.red.pk))
    assert "secret" not in made.content.decode() and not mail.outbox
    assert wrong(program("leader").post("people/invite/", asked)) == {"email"}
    assert program("leader").post("people/invite/", asked | {"team": str(cast.blue.pk)}).status_code == 403
    leading = asked | {"role": "leader", "email": "x@example.org"}
    assert program("leader").post("people/invite/", leading).status_code == 403
    sponsor = {"email": "y@example.org", "role": "sponsor", "product_group": str(cast.group.pk)}
    assert program("leader").post("people/invite/", sponsor).status_code == 403
    assert program("admin").post("people/invite/", sponsor).status_code == 201
    assert wrong(
        program("admin").post("people/invite/", sponsor | {"email": "z@example.org", "role": "member"})
    ) == {"role"}
    assert Invitation.objects.count() == 2
