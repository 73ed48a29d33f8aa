"""Teams for programs, and who comes into them."""

from django import forms
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from activity.keyset import Order
from activity.listing import Listing, Several
from teams import permissions
from teams.bodies import Body, Reference, example
from teams.models import Membership, ProductGroup, Team, User
from teams.models.teams import permission_for
from teams.resources import Resource


class TeamOut(serializers.Serializer):
    """A normal cross-functional team of one product group."""

    id = serializers.UUIDField()
    product_group = serializers.UUIDField()
    product_group_name = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    active = serializers.BooleanField()


class TeamTexts(Body):
    name = serializers.CharField(max_length=120)
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=300)


@example(product_group="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e01", name="Red", purpose="Payments by card")
class NewTeamBody(TeamTexts):
    product_group = Reference(ProductGroup)


@example(name="Red", purpose="Payments by card", active=True)
class TeamEditBody(TeamTexts):
    active = serializers.BooleanField(required=False, help_text="A team that ended files and takes nothing.")


@example(person="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42", role="facilitator")
class MemberBody(Body):
    person = Reference(User)
    role = serializers.ChoiceField(choices=Membership.Role.choices, default=Membership.Role.MEMBER)


@example(person="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42")
class PersonBody(Body):
    person = Reference(User)


class TeamListing(Listing):
    product_group = Several(forms.UUIDField())

    lookups = {"product_group": "product_group__in"}


class TeamResource(Resource):
    """Teams, and who comes into them."""

    model = Team
    columns = {
        "id": "id",
        "product_group": "product_group_id",
        "product_group_name": "product_group__name",
        "name": "name",
        "purpose": "purpose",
        "active": "active",
    }
    order = Order.by("name", "id")
    listing = TeamListing
    serializer_class = TeamOut

    @extend_schema(request=NewTeamBody, responses={201: TeamOut}, summary="Give a product group a team")
    def create(self, request, **kwargs):
        permissions.require(request.user, "teams.configure")
        return self.answer_created(Team.create(by=request.user, **self.read(NewTeamBody)).pk)

    @extend_schema(request=TeamEditBody, responses={200: TeamOut}, summary="Change a team")
    def update(self, request, **kwargs):
        return self._edit(partial=False)

    @extend_schema(request=TeamEditBody, responses={200: TeamOut}, summary="Change some of a team")
    def partial_update(self, request, **kwargs):
        return self._edit(partial=True)

    def _edit(self, *, partial: bool):
        return self.edit("teams.configure", TeamEditBody, change_team, partial=partial)

    @extend_schema(
        operation_id="teams_add_member",
        request=MemberBody,
        responses={200: TeamOut},
        summary="Make a person a member, in a role",
    )
    @action(detail=True, methods=["post"], url_path="add-member", url_name="add-member")
    def add_member(self, request, **kwargs):
        role = self.named(MemberBody, "role") or Membership.Role.MEMBER
        return self.act(
            permission_for(role),
            MemberBody,
            lambda found, by, person, role: found.add_member(person, role, by=by),
        )

    @extend_schema(
        operation_id="teams_remove_member",
        request=PersonBody,
        responses={200: TeamOut},
        summary="End a membership",
    )
    @action(detail=True, methods=["post"], url_path="remove-member", url_name="remove-member")
    def remove_member(self, request, **kwargs):
        return self.act(
            "teams.change_members", PersonBody, lambda found, by, person: found.remove_member(person, by=by)
        )


def change_team(team: Team, *, by, active: bool | None = None, **texts) -> None:
    """Texts by `edit`, the end and a new start by their own verbs."""
    if texts:
        team.edit(by=by, **({"name": team.name, "purpose": team.purpose} | texts))
    if active is not None:
        (team.activate if active else team.deactivate)(by=by)
