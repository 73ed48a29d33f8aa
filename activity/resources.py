"""What every resource of the interface for programs is made of.

A room's `api.py` describes its resources with these; how one signs in, how errors look and how
requests are repeated safely is set up once, in `improvement.rest`.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from activity.keyset import Order, Page
from activity.listing import Listing


class NotUnderstood(APIException):
    """A filter, a field or a body that nobody knows (400). `detail`: name → sentences, or a sentence."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = gettext_lazy("The request can't be understood.")


class PreconditionMissing(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = gettext_lazy("Send If-Match with the ETag of what you have read.")


class PreconditionFailed(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = gettext_lazy("It has been changed since you read it. Read it again.")


class Body(serializers.Serializer):
    """What may be sent. Unknown fields are refused before any value is looked at."""

    def to_internal_value(self, data):
        unknown = {
            name: [_("There is no field of this name here.")] for name in data if name not in self.fields
        }
        if unknown:
            raise NotUnderstood(unknown)
        return super().to_internal_value(data)


class Nothing(Body):
    """A body without fields."""


class Reference(serializers.PrimaryKeyRelatedField):
    """The id of something that the person may see; read as the object.

    `among` gives the rows that may be named, from a queryset and the person.
    """

    default_error_messages = {
        "does_not_exist": gettext_lazy("There is nothing with this id, or you may not see it."),
        "incorrect_type": gettext_lazy("Send an id (a UUID)."),
    }

    def __init__(self, model: type[models.Model], *, among: Callable | None = None, **options):
        self.model = model
        self.among = among or (lambda rows, user: rows.visible_to(user))
        super().__init__(queryset=model.objects.all(), pk_field=serializers.UUIDField(), **options)

    def get_queryset(self):
        return self.among(self.model.objects, self.context["request"].user)


class Pages(BasePagination):
    """Describes a page of a list to the schema; the pages themselves are read by keyset."""

    def get_paginated_response_schema(self, schema: dict) -> dict:
        address = {"type": ["string", "null"], "format": "uri"}
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
        return self.answer(self.get_row(self.visible()))

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
        rows = found.values(*columns.values())
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
        if expected != "*" and etag(self.represent(row)) not in [tag.strip() for tag in expected.split(",")]:
            raise PreconditionFailed

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
