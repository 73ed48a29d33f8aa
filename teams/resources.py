"""What every resource of the interface for programs is made of.

A room's `api.py` describes its resources with these; how one signs in, how errors look and how
requests are repeated safely is set up once, in `improvement.rest`.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.fields import SkipField, empty
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from activity.keyset import Order, Page
from activity.listing import Listing
from teams import permissions
from teams.bodies import Body, Nothing, NotUnderstood, PreconditionFailed, PreconditionMissing


class Pages(BasePagination):
    """Describes a page of a list to the schema; the pages themselves are read by keyset."""

    def get_paginated_response_schema(self, schema: dict) -> dict:
        address = {"type": ["string", "null"], "format": "uri", "example": None}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": address | {"description": "The next page; null on the last one."},
                "previous": address | {"description": "The page before; null on the first one."},
            },
        }


class Resource(GenericViewSet):
    """A thing that programs read and change.

    Rows are read as dicts: `columns` names for each field of the representation the column it comes from, and
    nothing else is read. Subclasses describe `columns`, `order`, `listing` and
    `serializer_class`, which documents the representation.
    """

    model: type[models.Model]
    columns: dict[str, str]
    order: Order
    listing: type[Listing] = Listing
    body: type[Body] = Nothing
    pagination_class = Pages
    filter_backends = ()
    lookup_url_kwarg = "id"
    lookup_value_converter = "uuid"

    def visible(self) -> models.QuerySet:
        """Everything of this kind that the person may see."""
        return self.model.objects.visible_to(self.request.user)

    def represent(self, row: dict) -> dict:
        """A row as programs get it."""
        return {name: row[column] for name, column in self.columns.items()}

    def rows(self, found: models.QuerySet) -> models.QuerySet:
        return found.values(*dict.fromkeys([*self.columns.values(), *[key.name for key in self.order.keys]]))

    def get_object(self) -> models.Model:
        try:
            return self.visible().get(pk=self.kwargs["id"])
        except self.model.DoesNotExist as error:
            raise Http404 from error

    def page(self) -> Page:
        return self.listing.of(self.request.query_params).page(self.rows(self.visible()), self.order)

    def listing_form(self) -> type:
        """What the list in question can be asked for."""
        return self.listing if self.action == "list" else Listing

    def list(self, request, **kwargs) -> Response:
        return self.answer_page(self.page)

    def retrieve(self, request, **kwargs) -> Response:
        answer = self.answer(self.get_row(self.visible()))
        answer["ETag"] = exact_etag(answer.data)
        return answer

    def get_row(self, found: models.QuerySet) -> dict:
        row = self.rows(found.filter(pk=self.kwargs["id"])).first()
        if row is None:
            raise Http404
        return row

    def answer_page(
        self, read: Callable[[], Page], represent: Callable[[dict], dict] | None = None
    ) -> Response:
        """The page as programs get it; what is wrong with the query string is not understood (400)."""
        try:
            page = read()
        except ValidationError as error:
            raise NotUnderstood(error.message_dict) from error
        represent = represent or self.represent
        return Response(
            {
                "results": [represent(row) for row in page.rows],
                "next": self._address(page.next),
                "previous": self._address(page.previous),
            }
        )

    def answer_related(self, found: models.QuerySet, columns: dict[str, str], order: Order) -> Response:
        """A page of what belongs to one object."""
        rows = found.values(*dict.fromkeys([*columns.values(), *[key.name for key in order.keys]]))
        return self.answer_page(
            lambda: Listing.of(self.request.query_params).page(rows, order),
            lambda row: {name: row[column] for name, column in columns.items()},
        )

    def answer_changed(self, pk, status: int = 200, **headers: str) -> Response:
        """What stands there after a verb. Not asked for anew: a verb may take it out of one's sight."""
        return self.answer(self.rows(self.model.objects.filter(pk=pk)).get(), status, **headers)

    def answer(self, row: dict, status: int = 200, **headers: str) -> Response:
        data = self.represent(row)
        return Response(data, status=status, headers={"ETag": etag(data)} | headers)

    def answer_created(self, pk) -> Response:
        return self.answer_changed(
            pk, 201, Location=self.request.build_absolute_uri(self.reverse_action("detail", [pk]))
        )

    def sent(self) -> dict[str, Any]:
        """The JSON object that was sent; nothing sent counts as an empty one."""
        data = self.request.data
        if not isinstance(data, dict):
            raise NotUnderstood(_("Send a JSON object."))
        return data

    def read(self, body: type[Body] | None = None, *, partial: bool = False) -> dict[str, Any]:
        """The checked values that were sent. Raises `NotUnderstood` or DRF's `ValidationError`."""
        return self.check(self.sent(), body or self.body, partial=partial)

    def check(self, sent: dict, body: type[Body], *, partial: bool = False) -> dict[str, Any]:
        """As `read`, of values at hand."""
        reader = body(data=sent, partial=partial, context=self.get_serializer_context())
        reader.is_valid(raise_exception=True)
        return reader.validated_data

    def require_match(self, row: dict) -> None:
        """Go on only if the sender has read what stands here now (If-Match)."""
        expected = self.request.headers.get("If-Match", "").strip()
        if not expected:
            raise PreconditionMissing
        current = etag(self.represent(row))
        if expected != "*" and current not in [version_of(tag) for tag in expected.split(",")]:
            raise PreconditionFailed

    def act(
        self,
        permission: str,
        body: type[Body],
        call: Callable,
        *,
        require: Callable[[Any], None] = lambda found: None,
    ) -> Response:
        """One verb of one object; the answer is the object as it stands then."""
        found, said = self.asked(permission, body, require=require)
        call(found, by=self.request.user, **said)
        return self.answer_changed(found.pk)

    def asked(
        self, permission: str, body: type[Body], *, require: Callable[[Any], None] = lambda found: None
    ) -> tuple[Any, dict]:
        """The object, and what was sent: policy is asked first, then the state, then the fields."""
        found = self.get_object()
        permissions.require(self.request.user, permission, found)
        self.refuse_foreign_team(body)
        require(found)
        return found, self.read(body)

    def edit(
        self,
        permission: str,
        body: type[Body],
        call: Callable,
        *,
        partial: bool,
        require: Callable[[Any], None] = lambda found: None,
    ) -> Response:
        """Change fields of one object that the sender has read; policy, version, state, fields."""
        found = self.get_object()
        permissions.require(self.request.user, permission, found)
        with transaction.atomic():
            found.refresh_from_db(from_queryset=self.model.objects.select_for_update())
            row = self.get_row(self.visible())
            self.require_match(row)
            require(found)
            changes = self.check(self.differing(row, body), body, partial=partial)
            call(found, by=self.request.user, **changes)
        return self.answer_changed(found.pk)

    def differing(self, row: dict, body: type[Body]) -> dict:
        """What was sent and is not so already; what was read may be sent back as it was.

        Needed fields stay. Raises `ValidationError` for known fields that can't be written.
        """
        sent, fields = self.sent(), body().fields
        changing = self.changing(row)
        fixed = [name for name in changing if name in self.represent(row) and name not in fields]
        if fixed:
            raise ValidationError({name: _("This can't be changed here.") for name in fixed})
        needed = {name for name, field in fields.items() if field.required}
        return {name: value for name, value in sent.items() if name in changing or name in needed}

    def changing(self, row: dict) -> set[str]:
        """The names of what was sent and is not so already."""
        shown = orjson.loads(orjson.dumps(self.represent(row), default=str, option=orjson.OPT_UTC_Z))
        return {name for name, value in self.sent().items() if name not in shown or value != shown[name]}

    def named(self, body: type[Body], field: str):
        """What a reference in the body names; None where it names nothing, which is told later."""
        reader = body(context=self.get_serializer_context())
        try:
            return reader.fields[field].run_validation(self.sent().get(field, empty))
        except (exceptions.ValidationError, SkipField):
            return None

    def refuse_foreign_team(self, body: type[Body]) -> None:
        """Refuse a team that the person is no member of (403), before state and fields are looked at."""
        team = self.named(body, "team") if "team" in body().fields else None
        if team is not None and not self.request.user.access.is_member(team.pk):
            raise PermissionDenied(_("You are not a member of the team “%s”.") % team)

    def _address(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = cursor
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


def etag(data: dict) -> str:
    """The version of a representation: a counter where there is one, else a hash of what it says."""
    if "version" in data:
        return f'"{data["version"]}"'
    return f'"{hashlib.sha256(orjson.dumps(data)).hexdigest()[:20]}"'


def exact_etag(data: dict) -> str:
    """Of all that is read: names and ages change without a new version, which is what `If-Match` looks at."""
    return f'{etag(data)[:-1]}.{hashlib.sha256(orjson.dumps(data, default=str)).hexdigest()[:12]}"'


def version_of(tag: str) -> str:
    """The version in an ETag, whether exact or not."""
    tag = tag.strip()
    return f'{tag.partition(".")[0]}"' if "." in tag else tag


def verb_address(
    verbs: dict,
    name: str,
    body: type[Body],
    call: Callable,
    *,
    operation: str,
    out,
    summary: str,
    path: str = "",
):
    """A method of a resource under `{id}/{path}/` for the verb `name` of its model.

    `verbs` is the model's table of verbs; `call(found, by=…, **said)` calls the verb itself.
    """
    path, permission = path or name, verbs[name].permission

    def run(self, request, **kwargs):
        return self.act(
            permission,
            body,
            call,
            require=lambda found: found.require(name, by=request.user),
        )

    run.__name__ = f"{path.replace('-', '_')}_verb"
    run.__doc__ = summary
    address = action(detail=True, methods=["post"], url_path=path, url_name=path)(run)
    described = extend_schema(operation_id=operation, request=body, responses={200: out}, summary=summary)
    return described(address)
