"""What administrators and leaders do with product groups, teams, roles and people."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from activity.models import Event, Notification
from teams.models import GroupRole, Membership, ProductGroup, Team, User
from teams.wrong_state import WrongState
from tests.cast import person

pytestmark = pytest.mark.django_db


def roles_in(team, user):
    return set(Membership.objects.of(user, team).values_list("role", flat=True))


def test_configure_changes_settings_and_tells_what_was(cast):
    cast.group.configure(by=cast.admin, stale_days=21, time_zone="Europe/Helsinki", name="Payments")
    cast.group.refresh_from_db()
    assert (cast.group.stale_days, cast.group.time_zone) == (21, "Europe/Helsinki")
    event = Event.objects.about("product_group", cast.group.pk).get()
    assert event.name == "configured"
    assert event.data["changes"] == {
        "stale_days": [30, 21],
        "time_zone": ["Europe/Stockholm", "Europe/Helsinki"],
    }


def test_configure_without_a_change_writes_nothing(cast):
    cast.group.configure(by=cast.admin, stale_days=30)
    assert not Event.objects.about("product_group", cast.group.pk).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"stale_days": 0},
        {"recurring_teams": 1},
        {"time_zone": "Europe/Atlantis"},
        {"review_weekday": 6},
        {"name": "Letters"},
        {"name": ""},
        {"slug": "no spaces"},
    ],
)
def test_wrong_settings_are_refused_at_the_field(cast, change):
    with pytest.raises(ValidationError) as refused:
        cast.group.configure(by=cast.admin, **change)
    assert set(refused.value.message_dict) == set(change)
    assert not Event.objects.about("product_group", cast.group.pk).exists()


def test_the_database_refuses_wrong_thresholds_too(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductGroup.objects.filter(pk=cast.group.pk).update(stale_days=0)


@pytest.mark.parametrize("who", ["manager", "sponsor", "leader", "member", "nobody"])
def test_only_administrators_configure(cast, who):
    by = getattr(cast, who)
    for verb in (
        lambda: cast.group.configure(by=by, stale_days=3),
        lambda: ProductGroup.create(name="Mine", slug="mine", by=by),
        lambda: Team.create(product_group=cast.group, name="Mine", by=by),
        lambda: cast.red.edit(name="Mine", by=by),
        lambda: cast.red.deactivate(by=by),
        lambda: cast.group.grant_role(cast.member, "manager", by=by),
        lambda: cast.group.revoke_role(cast.manager, "manager", by=by),
        lambda: by.appoint_admin(by=by),
        lambda: cast.member.deactivate(by=by),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert not Event.objects.exists()


def test_roles_are_granted_once_and_revoked(cast):
    cast.group.grant_role(cast.nobody, "expert", by=cast.admin)
    cast.group.grant_role(cast.nobody, "expert", by=cast.admin)
    assert cast.nobody.access.has_role(cast.group.pk, "expert")
    assert GroupRole.objects.filter(user=cast.nobody).count() == 1
    assert Notification.objects.of(cast.nobody).count() == 1
    cast.group.revoke_role(cast.nobody, "expert", by=cast.admin)
    cast.group.revoke_role(cast.nobody, "expert", by=cast.admin)
    assert not cast.nobody.access.sees_group(cast.group.pk)
    assert [event.name for event in Event.objects.about("product_group", cast.group.pk)] == [
        "role_revoked",
        "role_granted",
    ]


def test_a_role_that_does_not_exist_is_refused(cast):
    with pytest.raises(ValidationError):
        cast.group.grant_role(cast.nobody, "leader", by=cast.admin)
    with pytest.raises(ValidationError):
        cast.red.add_member(cast.nobody, "manager", by=cast.admin)


def test_a_leader_adds_and_removes_members_of_the_own_team(cast):
    cast.red.add_member(cast.nobody, by=cast.leader)
    assert cast.nobody.access.is_member(cast.red.pk)
    cast.red.add_member(cast.nobody, "facilitator", by=cast.leader)
    assert roles_in(cast.red, cast.nobody) == {"facilitator"}
    cast.red.take_role(cast.nobody, "facilitator", by=cast.leader)
    assert roles_in(cast.red, cast.nobody) == {"member"}
    cast.red.remove_member(cast.nobody, by=cast.leader)
    assert not cast.nobody.access.is_member(cast.red.pk)


def test_a_leader_names_no_leader_and_changes_no_other_team(cast):
    for verb in (
        lambda: cast.red.add_member(cast.member, "leader", by=cast.leader),
        lambda: cast.red.remove_member(cast.leader, by=cast.leader),
        lambda: cast.blue.add_member(cast.leader, by=cast.leader),
        lambda: cast.blue.remove_member(cast.blue_member, by=cast.leader),
        lambda: cast.red.add_member(cast.nobody, by=cast.facilitator),
        lambda: cast.red.remove_member(cast.member, by=cast.manager),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    cast.red.add_member(cast.member, "leader", by=cast.admin)
    assert roles_in(cast.red, cast.member) == {"leader"}


def test_nobody_joins_a_team_that_ended(cast):
    cast.red.deactivate(by=cast.admin)
    with pytest.raises(ValidationError):
        cast.red.add_member(cast.nobody, by=cast.admin)
    cast.red.activate(by=cast.admin)
    cast.red.add_member(cast.nobody, by=cast.admin)


def test_two_teams_of_a_group_differ_in_name(cast):
    with pytest.raises(ValidationError) as refused:
        Team.create(product_group=cast.group, name=" Red ", by=cast.admin)
    assert "name" in refused.value.message_dict
    Team.create(product_group=cast.elsewhere, name="Red", by=cast.admin)


def test_the_last_administrator_stays(cast):
    for verb in (cast.admin.dismiss_admin, cast.admin.deactivate):
        with pytest.raises(WrongState):
            verb(by=cast.admin)
    cast.manager.appoint_admin(by=cast.admin)
    cast.admin.dismiss_admin(by=cast.manager)
    assert list(User.objects.administrators()) == [cast.manager]


def test_an_inactive_administrator_does_not_count(cast):
    second = person("Second", is_admin=True, is_active=False)
    with pytest.raises(WrongState):
        cast.admin.dismiss_admin(by=cast.admin)
    with pytest.raises(WrongState):
        cast.member.deactivate(by=cast.admin)
        cast.member.appoint_admin(by=cast.admin)
    second.activate(by=cast.admin)
    cast.admin.dismiss_admin(by=cast.admin)


def test_who_is_set_inactive_may_nothing_more(cast):
    cast.leader.deactivate(by=cast.admin)
    with pytest.raises(PermissionDenied):
        cast.red.add_member(cast.nobody, by=cast.leader)
    cast.leader.activate(by=cast.admin)
    cast.red.add_member(cast.nobody, by=cast.leader)


def test_edit_corrects_name_and_address(cast):
    cast.member.edit(name="  Kim  Berg ", email="Kim@Example.org", by=cast.admin)
    cast.member.refresh_from_db()
    assert (cast.member.name, cast.member.email) == ("Kim Berg", "kim@example.org")
    with pytest.raises(ValidationError):
        cast.member.edit(name="Kim", email=cast.leader.email, by=cast.admin)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kar", True),
        ("BER", True),
        ("karin b", True),
        ("erg", False),
        ("karin x", False),
        ("' | ! :*", False),
    ],
)
def test_people_are_found_by_the_beginning_of_any_word(cast, text, found):
    karin = person("Karin Berg")
    assert (karin in User.objects.named(text)) is found


def test_two_administrators_dismissing_each_other_at_once_leave_one(transactional_db):
    admins = [person("First Admin", is_admin=True), person("Second Admin", is_admin=True)]

    def dismiss(number):
        try:
            User.objects.get(pk=admins[number].pk).dismiss_admin(by=admins[1 - number])
            return True
        except WrongState:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(dismiss, range(2))) == [False, True]
    assert User.objects.administrators().count() == 1
