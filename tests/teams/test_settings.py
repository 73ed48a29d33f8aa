"""The administrator's pages: product groups, their teams and roles."""

import re

import pytest

from teams.models import GroupRole, ProductGroup, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.admin)
    return client


def address(group, part=""):
    return f"/settings/product-groups/{group.pk}/{part}"


def shown(answer) -> dict:
    """The form's fields as the page shows them, as a browser would send them back."""
    return {
        bound.html_name: bound.value()
        for bound in answer.context["form"]
        if bound.value() not in (None, False)
    } | {
        bound.html_initial_name: bound.value()
        for bound in answer.context["form"]
        if bound.field.show_hidden_initial and bound.value() not in (None, False)
    }


def test_the_overview_leads_everywhere(admin, cast):
    page = admin.get("/settings/").content.decode()
    for name in ("Payments", "Letters", "/people/", "/invitations/"):
        assert name in page


@pytest.mark.parametrize("who", ["manager", "leader", "nobody"])
def test_settings_are_for_administrators(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get("/settings/").status_code == 403
    assert client.get("/settings/product-groups/new/").status_code == 403
    expected = 404 if who == "nobody" else 403
    for part in ("", "teams/", "roles/"):
        assert client.get(address(cast.group, part)).status_code == expected
    assert client.get(address(cast.elsewhere)).status_code == 404


def test_a_product_group_is_created_with_its_teams(admin):
    answer = admin.post("/settings/product-groups/new/", {"name": "Search", "teams": "One\n\n Two \n"})
    group = ProductGroup.objects.get(slug="search")
    assert answer.url == address(group)
    assert list(group.teams.values_list("name", flat=True)) == ["One", "Two"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "Payments", "slug": "x"}, "name"),
        ({"name": "Payments!"}, "slug"),
        ({"name": ""}, "name"),
        ({"name": "Search", "teams": "One\nOne"}, "teams"),
        ({"name": "Search", "teams": "x" * 121}, "teams"),
    ],
)
def test_a_wrong_product_group_makes_nothing_and_keeps_what_was_typed(admin, values, field):
    before = (ProductGroup.objects.count(), Team.objects.count())
    answer = admin.post("/settings/product-groups/new/", {"purpose": "A rare word", **values})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "A rare word" in answer.content.decode()
    assert (ProductGroup.objects.count(), Team.objects.count()) == before


def test_every_threshold_explains_its_effect(admin, cast):
    page = admin.get(address(cast.group)).content.decode()
    fields = re.findall(r'name="([a-z_]+(?:_days|_teams|_weekday|_time|_zone))"', page)
    explained = re.findall(r'id="id_([a-z_]+)_helptext"', page)
    assert len(set(fields) - {"initial"}) >= 10
    assert {field for field in fields if not field.startswith("initial-")} <= set(explained)


def test_rhythm_and_thresholds_are_saved(admin, cast):
    values = shown(admin.get(address(cast.group)))
    answer = admin.post(
        address(cast.group),
        values | {"stale_days": 21, "review_weekday": 3, "review_time": "13:30", "open": "on"},
    )
    assert answer.status_code == 302
    cast.group.refresh_from_db()
    assert (cast.group.stale_days, cast.group.review_weekday, cast.group.open) == (21, 3, True)
    assert cast.group.review_time.isoformat() == "13:30:00"


def test_what_another_administrator_changed_meanwhile_is_left_alone(admin, cast):
    values = shown(admin.get(address(cast.group)))
    cast.group.configure(by=cast.admin, unanswered_days=5)
    assert admin.post(address(cast.group), values | {"stale_days": 21}).status_code == 302
    cast.group.refresh_from_db()
    assert (cast.group.unanswered_days, cast.group.stale_days) == (5, 21)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stale_days", "0"),
        ("stale_days", "soon"),
        ("time_zone", "Mars/Olympus"),
        ("slug", "a b"),
        ("name", ""),
    ],
)
def test_a_wrong_setting_is_refused_at_its_field(admin, cast, field, value):
    values = shown(admin.get(address(cast.group)))
    answer = admin.post(address(cast.group), values | {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "id_purpose" in answer.content.decode()


def test_teams_are_created_renamed_ended_and_begun_again(admin, cast):
    assert admin.post(address(cast.group, "teams/"), {"name": "Violet"}).status_code == 302
    violet = Team.objects.get(name="Violet")
    assert admin.post(f"/teams/{violet.pk}/edit/", {"name": "Purple"}).status_code == 302
    assert admin.post(f"/teams/{violet.pk}/deactivate/").status_code == 302
    violet.refresh_from_db()
    assert (violet.name, violet.active) == ("Purple", False)
    assert "has ended" in admin.get(f"/teams/{violet.pk}/").content.decode()
    admin.post(f"/teams/{violet.pk}/activate/")
    violet.refresh_from_db()
    assert violet.active
    assert admin.post(address(cast.group, "teams/"), {"name": "Red"}).status_code == 422
    assert admin.post(f"/teams/{violet.pk}/edit/", {"name": "Red"}).status_code == 422


def test_roles_are_given_by_search_ended_and_given_back(admin, cast):
    found = admin.get(address(cast.group, "roles/"), {"find": "nob"}).content.decode()
    assert str(cast.nobody.pk) in found
    admin.post(address(cast.group, "roles/grant/"), {"person": cast.nobody.pk, "role": "expert"})
    assert GroupRole.objects.filter(user=cast.nobody, role="expert").exists()
    answer = admin.post(address(cast.group, "roles/revoke/"), {"person": cast.nobody.pk, "role": "expert"})
    assert not GroupRole.objects.filter(user=cast.nobody).exists()
    assert "Undo" in admin.get(answer.url).content.decode()


def test_a_search_for_people_answers_htmx_with_the_part_alone(admin, cast):
    answer = admin.get(address(cast.group, "roles/"), {"find": "nob"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.strip().startswith('<div id="found"')
    assert "Nobody" in page
    assert "<html" not in page


@pytest.mark.parametrize(("person", "status"), [({"person": "nonsense"}, 404), ({}, 422)])
def test_a_role_for_nobody_is_not_given(admin, cast, person, status):
    assert admin.post(address(cast.group, "roles/grant/"), {"role": "expert", **person}).status_code == status


def test_a_role_that_does_not_exist_changes_nothing(admin, cast):
    admin.post(address(cast.group, "roles/grant/"), {"person": cast.nobody.pk, "role": "emperor"})
    assert not GroupRole.objects.filter(user=cast.nobody).exists()
