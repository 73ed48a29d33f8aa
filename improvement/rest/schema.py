"""The description of the interface: OpenAPI 3.1, made from the resources themselves."""

import re
from functools import cache

from django import forms
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from activity.listing import Several
from improvement.policy.check import named_addresses
from improvement.policy.methods import asked_for
from improvement.rest.idempotency import HEADER, KEY
from improvement.rest.problems import MEDIA_TYPE, PROBLEMS
from teams.bodies import Body, example

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


class WrongOut(serializers.Serializer):
    field = serializers.CharField(allow_null=True, help_text="Null where it is no single field.")
    message = serializers.CharField(help_text="A sentence for people, in the language asked for.")


@example(
    type="about:blank",
    title="Unprocessable Content",
    status=422,
    detail="A verdict needs a reason.",
    errors=[{"field": "reason", "message": "A verdict needs a reason."}],
)
class ProblemOut(serializers.Serializer):
    """A problem document (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = WrongOut(many=True)


FOR_ALL = (400, 401, 403, 404, 406, 429, 503)
FOR_WRITING = (409, 413, 422)
FOR_CHANGING = (412, 428)


class Schema(AutoSchema):
    """Adds to each operation what the contract promises for all: headers, parameters, problems."""

    def get_serializer_name(self, serializer, direction) -> str:
        """`ItemOut` describes what is called an Item outside; `DecideBody` becomes DecideRequest."""
        return super().get_serializer_name(serializer, direction).removesuffix("Out").removesuffix("Body")

    def _map_basic_serializer(self, serializer, direction):
        """Bodies take no other fields (400)."""
        told = super()._map_basic_serializer(serializer, direction)
        return told | {"additionalProperties": False} if isinstance(serializer, Body) else told

    def get_extensions(self) -> dict:
        """Of which permissions one is asked for; where none stands there, whoever sees it may."""
        return {"x-permission": list(asked_for(address_names()[self.path], self.method))}

    def get_override_parameters(self) -> list:
        parameters = list(super().get_override_parameters())
        if self.method == "POST":
            parameters.append(
                OpenApiParameter(
                    HEADER,
                    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": f"^{KEY}$"},
                    OpenApiParameter.HEADER,
                    description="A repeated request with the same key has one effect and the same answer.",
                )
            )
        if self.method in {"PUT", "PATCH"}:
            parameters.append(
                OpenApiParameter(
                    "If-Match",
                    {"type": "string", "minLength": 1, "pattern": "^[!-~]([ -~]*[!-~])?$"},
                    OpenApiParameter.HEADER,
                    required=True,
                    description="The ETag of what was read; without it 428.",
                )
            )
        if self._is_list_view():
            parameters += listing_parameters(self.view.listing_form())
        return parameters

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        statuses = FOR_ALL
        statuses += FOR_WRITING if self.method in WRITING else ()
        statuses += FOR_CHANGING if self.method in {"PUT", "PATCH"} else ()
        for status in statuses:
            answer = OpenApiResponse(ProblemOut, PROBLEMS[status])
            bodies[str(status)] = self._get_response_for_code(answer, str(status), [MEDIA_TYPE], direction)
        return dict(sorted(bodies.items()))


@cache
def address_names() -> dict[str, str]:
    """Path as the description writes it → full URL name."""
    return {
        "/api/v1/" + PARAMETER.sub(r"{\1}", route): name
        for name, route in named_addresses().items()
        if name.startswith("api:")
    }


def listing_parameters(form: type[forms.Form]) -> list[OpenApiParameter]:
    """The filters of a list as the form that reads them knows them."""
    return [
        OpenApiParameter(
            name,
            schema_of(field),
            many=False,
            explode=True if isinstance(field, Several) else None,
            description=str(field.help_text),
        )
        for name, field in form.base_fields.items()
    ]


def schema_of(field: forms.Field) -> dict:
    """What a form field reads, as JSON schema. Nothing in it counts as not given, as forms send it."""
    if isinstance(field, Several):
        return {"type": "array", "items": _schema_of_one(field.field)}
    told = _schema_of_one(field)
    if "enum" in told:
        return told | {"enum": [*told["enum"], ""]}
    takes_nothing = told["type"] == "string" and "format" not in told
    return told if takes_nothing else {"anyOf": [told, {"const": ""}]}


def _schema_of_one(field: forms.Field) -> dict:
    if isinstance(field, forms.UUIDField):
        return {"type": "string", "format": "uuid"}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": [value for value, _label in field.choices]}
    if isinstance(field, forms.IntegerField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    return {"type": "string", "maxLength": getattr(field, "max_length", None) or 500}


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "improvement.rest.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema) -> dict:
        return {"type": "http", "scheme": "bearer", "description": "A token from the profile page."}
