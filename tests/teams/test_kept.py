"""What is kept of who is where is forgotten with the first change, by whomever, and never anybody else's."""

import pytest
from django.db import transaction
from django.test import RequestFactory

from backlog.models import Item
from teams.current import groups_of
from teams.kept import kept
from teams.models import GroupRole, Membership, ProductGroup, Revision, Team, User
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def fresh(user) -> User:
    """As in the next request."""
    return User.objects.get(pk=user.pk)


def groups(user) -> list[str]:
    request = RequestFactory().get("/")
    request.user = fresh(user)
    return [group.name for group in groups_of(request)]


CHANGES = {
    "a role given": lambda cast: GroupRole.objects.create(
        user=cast.member, product_group=cast.elsewhere, role="expert"
    ),
    "a role taken": lambda cast: Membership.objects.filter(user=cast.member).delete(),
    "many at once": lambda cast: Membership.objects.update(role="leader"),
    "a group opened": lambda cast: ProductGroup.objects.update(open=True),
    "a group renamed": lambda cast: ProductGroup.objects.filter(pk=cast.group.pk).update(name="Post"),
    "a team moved": lambda cast: Team.objects.filter(pk=cast.red.pk).update(active=False),
    "a person renamed": lambda cast: User.objects.filter(pk=cast.blue_member.pk).update(name="Bea"),
    "an administrator": lambda cast: User.objects.filter(pk=cast.member.pk).update(is_admin=True),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_noticed(cast, change):
    before = kept(fresh(cast.member), "a test", object)
    assert kept(fresh(cast.member), "a test", object) is before
    CHANGES[change](cast)
    assert kept(fresh(cast.member), "a test", object) is not before


def test_roles_and_groups_are_seen_at_once(cast):
    member = fresh(cast.member)
    assert not member.access.has_role(cast.group.pk, "manager") and groups(member) == ["Payments"]
    GroupRole.objects.create(user=member, product_group=cast.group, role="manager")
    assert fresh(member).access.has_role(cast.group.pk, "manager")
    ProductGroup.objects.filter(pk=cast.elsewhere.pk).update(open=True)
    assert groups(member) == ["Payments", "Letters"]
    Membership.objects.all().delete()
    GroupRole.objects.all().delete()
    assert groups(member) == ["Letters"] and not fresh(member).access.own_group_ids


def test_what_is_taken_back_is_not_kept(cast):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        GroupRole.objects.create(user=cast.member, product_group=cast.group, role="manager")
        assert fresh(cast.member).access.has_role(cast.group.pk, "manager")
        raise ZeroDivisionError
    assert not fresh(cast.member).access.has_role(cast.group.pk, "manager")


def test_another_person_has_another_answer(cast):
    assert kept(fresh(cast.member), "name", lambda: "mine") == "mine"
    assert kept(fresh(cast.manager), "name", lambda: "other") == "other"


def test_filing_and_signing_in_change_nothing_of_it(client, cast):
    before = Revision.now()
    Item.file(team=cast.red, title="Builds", by=cast.member)
    client.force_login(cast.member)
    assert Revision.now() == before


def test_groups_of_one_request_are_its_own(cast):
    request = RequestFactory().get("/")
    request.user = fresh(cast.member)
    groups_of(request)[0].name = "Changed here"
    assert groups(cast.member) == ["Payments"]
