"""People for programs: who they are, what they hold, and how administrators let them in."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from activity.keyset import Page, read_page
from teams import permissions
from teams.bodies import Body, Nothing, Reference, example
from teams.filters import BY_NAME, PAGE_SIZE, PeopleFilter, PeopleForm
from teams.models import GroupRole, Invitation, Membership, ProductGroup, Team, User
from teams.models.invitations import ROLES
from teams.models.teams import permission_for
from teams.resources import Resource


class HeldOut(serializers.Serializer):
    """A role, and where it is held: in a team, in a product group, or (admin) everywhere."""

    role = serializers.ChoiceField(choices=ROLES)
    product_group = serializers.UUIDField(allow_null=True)
    product_group_name = serializers.CharField(allow_null=True)
    team = serializers.UUIDField(allow_null=True)
    team_name = serializers.CharField(allow_null=True)


class PersonOut(serializers.Serializer):
    """A person, with the roles that the reader may know of."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField(
        allow_null=True, help_text="For the person and for administrators; null for others."
    )
    active = serializers.BooleanField(help_text="Whether the person may sign in.")
    roles = HeldOut(many=True)


@example(name="Kim Berg", email="kim.berg@example.org")
class CorrectBody(Body):
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField(max_length=254)


@example(
    email="kim.berg@example.org", name="Kim Berg", role="member", team="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e11"
)
class InviteBody(Body):
    """A role in a team, in a product group, or (`admin`) in neither."""

    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    role = serializers.ChoiceField(choices=ROLES)
    team = Reference(Team, required=False, allow_null=True)
    product_group = Reference(ProductGroup, required=False, allow_null=True)


class InvitationOut(serializers.Serializer):
    """An open invitation; its link goes by mail and nowhere else."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=ROLES)
    team = serializers.UUIDField(allow_null=True)
    product_group = serializers.UUIDField(allow_null=True)
    expires = serializers.DateTimeField()


class PersonResource(Resource):
    """The people of the product groups that one sees."""

    model = User
    columns = {"id": "id", "name": "name", "email": "email", "active": "is_active"}
    order = BY_NAME
    serializer_class = PersonOut

    def listing_form(self) -> type:
        return PeopleForm

    def rows(self, found):
        return found.values(*self.columns.values(), "is_admin")

    def page(self) -> Page:
        asked = PeopleFilter(self.request.query_params, self.request.user)
        rows = self.rows(asked.people)
        size = asked.values["page_size"] or PAGE_SIZE
        page = read_page(rows, BY_NAME, cursor=asked.values["cursor"], size=size)
        self.held = roles_of([row["id"] for row in page.rows], seen_by=self.request.user)
        return page

    def answer(self, row: dict, status: int = 200, **headers: str) -> Response:
        self.held = roles_of([row["id"]], seen_by=self.request.user)
        return super().answer(row, status, **headers)

    def represent(self, row: dict) -> dict:
        asking = self.request.user
        shown = super().represent(row)
        if not asking.is_admin and row["id"] != asking.pk:
            shown["email"] = None
        admin = [held("admin")] if row["is_admin"] else []
        return shown | {"roles": admin + self.held[row["id"]]}

    @extend_schema(request=CorrectBody, responses={200: PersonOut}, summary="Correct a name or an address")
    def update(self, request, **kwargs):
        return self._edit(partial=False)

    @extend_schema(request=CorrectBody, responses={200: PersonOut}, summary="Correct a name or an address")
    def partial_update(self, request, **kwargs):
        return self._edit(partial=True)

    def _edit(self, *, partial: bool):
        self.held = roles_of([self.kwargs["id"]], seen_by=self.request.user)
        return self.edit("teams.configure", CorrectBody, correct, partial=partial)

    @extend_schema(
        operation_id="people_deactivate",
        request=Nothing,
        responses={200: PersonOut},
        summary="Let a person sign in no more",
    )
    @action(detail=True, methods=["post"], url_path="deactivate", url_name="deactivate")
    def deactivate_person(self, request, **kwargs):
        return self.act("teams.configure", Nothing, lambda found, by: found.deactivate(by=by))

    @extend_schema(
        operation_id="people_activate",
        request=Nothing,
        responses={200: PersonOut},
        summary="Let a person sign in again",
    )
    @action(detail=True, methods=["post"], url_path="activate", url_name="activate")
    def activate_person(self, request, **kwargs):
        return self.act("teams.configure", Nothing, lambda found, by: found.activate(by=by))

    @extend_schema(
        operation_id="people_appoint_admin",
        request=Nothing,
        responses={200: PersonOut},
        summary="Make a person an administrator",
    )
    @action(detail=True, methods=["post"], url_path="appoint-admin", url_name="appoint-admin")
    def appoint_admin(self, request, **kwargs):
        return self.act("teams.configure", Nothing, lambda found, by: found.appoint_admin(by=by))

    @extend_schema(
        operation_id="people_dismiss_admin",
        request=Nothing,
        responses={200: PersonOut},
        summary="Take the administrator's role",
    )
    @action(detail=True, methods=["post"], url_path="dismiss-admin", url_name="dismiss-admin")
    def dismiss_admin(self, request, **kwargs):
        return self.act("teams.configure", Nothing, lambda found, by: found.dismiss_admin(by=by))

    @extend_schema(
        operation_id="people_invite",
        request=InviteBody,
        responses={201: InvitationOut},
        summary="Invite a person by mail, with one role",
    )
    @action(detail=False, methods=["post"], url_path="invite", url_name="invite")
    def invite(self, request, **kwargs):
        permissions.require(request.user, "teams.invite")
        team = self.named(InviteBody, "team")
        if team is not None:
            permissions.require(request.user, permission_for(self.sent().get("role")), team)
        made = Invitation.invite(by=request.user, **self.read(InviteBody))
        shown = {name: getattr(made, name) for name in ("id", "email", "name", "role", "expires")}
        return Response(shown | {"team": made.team_id, "product_group": made.product_group_id}, status=201)


def correct(person: User, *, by, **changes) -> None:
    """Name and address are kept where none is given."""
    person.edit(by=by, **({"name": person.name, "email": person.email} | changes))


def held(role: str, *, group=(None, None), team=(None, None)) -> dict:
    """A role as programs get it; places are pairs of id and name."""
    return {
        "role": role,
        "product_group": group[0],
        "product_group_name": group[1],
        "team": team[0],
        "team_name": team[1],
    }


def roles_of(ids: list, *, seen_by) -> dict:
    """Person's id → roles that the reader may know of, in two queries for a whole page."""
    roles = {pk: [] for pk in ids}
    for row in Membership.objects.visible_to(seen_by).of_people(ids).for_list():
        group = row["team__product_group_id"], row["team__product_group__name"]
        roles[row["user_id"]].append(held(row["role"], group=group, team=(row["team_id"], row["team__name"])))
    for row in GroupRole.objects.visible_to(seen_by).of_people(ids).for_list():
        group = row["product_group_id"], row["product_group__name"]
        roles[row["user_id"]].append(held(row["role"], group=group))
    return roles
