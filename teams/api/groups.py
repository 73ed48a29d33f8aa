"""Product groups for programs. Who is no administrator reads them."""

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from activity.keyset import Order
from teams import permissions
from teams.bodies import Body, Reference, example
from teams.models import GroupRole, ProductGroup, User
from teams.models.groups import CONFIGURABLE
from teams.resources import Resource

DAYS = {"min_value": 1, "max_value": 3650}


def limit() -> serializers.IntegerField:
    return serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=1000,
        help_text="How many items may be in this state at once; the board says when there are more.",
    )


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class ClockField(serializers.TimeField):
    """A time on the group's wall, to the minute."""


class GroupSettings(serializers.Serializer):
    """What a product group is called, and its rhythm and thresholds (in days)."""

    name = serializers.CharField(max_length=120)
    slug = serializers.SlugField(max_length=60, help_text="Short, in addresses.")
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    open = serializers.BooleanField(required=False, help_text="Whether everyone signed in may see it.")
    time_zone = serializers.CharField(required=False, max_length=60, help_text="As `Europe/Stockholm`.")
    review_cycle_days = serializers.IntegerField(required=False, **DAYS)
    review_weekday = serializers.IntegerField(
        required=False, min_value=0, max_value=4, help_text="0 is Monday."
    )
    review_time = ClockField(required=False)
    unanswered_days = serializers.IntegerField(required=False, **DAYS)
    stale_days = serializers.IntegerField(required=False, **DAYS)
    severely_overdue_days = serializers.IntegerField(required=False, **DAYS)
    recurring_days = serializers.IntegerField(required=False, **DAYS)
    recurring_teams = serializers.IntegerField(required=False, min_value=2, max_value=1000)
    proposal_days = serializers.IntegerField(required=False, **DAYS)
    check_days = serializers.IntegerField(required=False, **DAYS)
    limit_new = limit()
    limit_ready = limit()
    limit_accepted = limit()
    limit_offered = limit()
    limit_taken = limit()
    limit_doing = limit()
    limit_done = limit()


class GroupOut(GroupSettings):
    id = serializers.UUIDField()
    created = serializers.DateTimeField()


@example(name="Payments", slug="payments", review_cycle_days=14, review_weekday=1, review_time="09:00")
class GroupBody(Body, GroupSettings):
    """Settings of a product group."""


@example(person="0198c8a4-6f1e-7c55-9d7b-2b8a1d0c7e42", role="manager")
class GroupRoleBody(Body):
    person = Reference(User)
    role = serializers.ChoiceField(choices=GroupRole.Role.choices)


class GroupResource(Resource):
    """Product groups: teams that work on one product, and the managers who serve them."""

    model = ProductGroup
    columns = {"id": "id", "created": "created"} | {name: name for name in CONFIGURABLE}
    order = Order.by("name", "id")
    serializer_class = GroupOut

    def represent(self, row: dict) -> dict:
        return super().represent(row) | {"review_time": row["review_time"].isoformat(timespec="minutes")}

    @extend_schema(request=GroupBody, responses={201: GroupOut}, summary="Make a product group")
    def create(self, request, **kwargs):
        permissions.require(request.user, "teams.configure")
        return self.answer_created(ProductGroup.create(by=request.user, **self.read(GroupBody)).pk)

    @extend_schema(request=GroupBody, responses={200: GroupOut}, summary="Set up a product group")
    def update(self, request, **kwargs):
        return self._edit(partial=False)

    @extend_schema(request=GroupBody, responses={200: GroupOut}, summary="Change settings of a group")
    def partial_update(self, request, **kwargs):
        return self._edit(partial=True)

    def _edit(self, *, partial: bool):
        return self.edit(
            "teams.configure",
            GroupBody,
            lambda found, by, **changes: found.configure(by=by, **changes),
            partial=partial,
        )

    @extend_schema(
        operation_id="product_groups_grant_role",
        request=GroupRoleBody,
        responses={200: GroupOut},
        summary="Give a person a role in the group",
    )
    @action(detail=True, methods=["post"], url_path="grant-role", url_name="grant-role")
    def grant_role(self, request, **kwargs):
        return self.act(
            "teams.configure",
            GroupRoleBody,
            lambda found, by, person, role: found.grant_role(person, role, by=by),
        )

    @extend_schema(
        operation_id="product_groups_revoke_role",
        request=GroupRoleBody,
        responses={200: GroupOut},
        summary="Take a role in the group from a person",
    )
    @action(detail=True, methods=["post"], url_path="revoke-role", url_name="revoke-role")
    def revoke_role(self, request, **kwargs):
        return self.act(
            "teams.configure",
            GroupRoleBody,
            lambda found, by, person, role: found.revoke_role(person, role, by=by),
        )
