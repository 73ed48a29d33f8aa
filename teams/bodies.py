"""What programs may send: the shape of bodies, and what is answered when one can't be understood."""

from collections.abc import Callable, Mapping

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.exceptions import APIException


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


def example(**value):
    """Show in the description what may be sent, or what is answered."""
    return extend_schema_serializer(examples=[OpenApiExample("Example", value=value)])


class Body(serializers.Serializer):
    """What may be sent. Unknown fields are refused before any value is looked at.

    A text is a text, and no number that could be written as one: the library itself takes both.
    """

    def to_internal_value(self, data):
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)  # which refuses it
        unknown = {
            name: [_("There is no field of this name here.")] for name in data if name not in self.fields
        }
        if unknown:
            raise NotUnderstood(unknown)
        mistyped = {
            name: [getattr(field, "child", field).error_messages["invalid"]]
            for name, field in self.fields.items()
            if data.get(name) is not None and _is_mistyped(field, data[name])
        } | {
            name: [field.error_messages["max_length"].format(max_length=field.max_length)]
            for name, field in self.fields.items()
            if _is_too_long(field, data.get(name))
        }
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError(mistyped | error.detail) from error
        if mistyped:
            raise serializers.ValidationError(mistyped)
        return values


def _is_mistyped(field: serializers.Field, value) -> bool:
    match field:
        case serializers.CharField():
            return not isinstance(value, str)
        case serializers.BooleanField():
            return not isinstance(value, bool)
        case serializers.IntegerField():
            return isinstance(value, str | bool)
        case serializers.DictField():
            return isinstance(value, dict) and any(_is_mistyped(field.child, one) for one in value.values())
    return False


def _is_too_long(field: serializers.Field, value) -> bool:
    """As it was sent: the library counts what is left without the blanks around it."""
    longest = getattr(field, "max_length", None)
    return isinstance(value, str) and isinstance(longest, int) and len(value) > longest


class Nothing(Body):
    """A body without fields."""


class Moment(serializers.DateTimeField):
    """A point in time. The edges of the calendar lie outside of it in some zones: there the library fails."""

    def enforce_timezone(self, value):
        try:
            return super().enforce_timezone(value)
        except OverflowError:
            self.fail("overflow")


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

    def to_internal_value(self, data):
        """Read once a request: policy asks for what is named before the fields are read."""
        read = vars(self.context["request"]).setdefault("references_read", {})
        key = (self.model, self._kwargs.get("among"), str(data))
        if key not in read:
            read[key] = super().to_internal_value(data)
        return read[key]


class References(serializers.ListField):
    """Ids of several things that the person may see; read as the objects, in one query."""

    MOST = 500

    def __init__(self, model: type[models.Model], **options):
        self.model = model
        super().__init__(child=serializers.UUIDField(), max_length=self.MOST, **options)

    def to_internal_value(self, data) -> list:
        ids = set(super().to_internal_value(data))
        rows = self.model.objects.visible_to(self.context["request"].user).in_bulk(ids)
        if len(rows) < len(ids):
            raise serializers.ValidationError(Reference.default_error_messages["does_not_exist"])
        return list(rows.values())
