"""The description of the interface as a page for people, read from the same schema as programs read."""

from dataclasses import dataclass
from functools import cache
from threading import Lock

import orjson
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")
_making = Lock()
SHARED_HEADERS = {"Idempotency-Key", "If-Match"}


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body or an answer."""

    name: str
    type: str
    needed: bool
    words: str


@dataclass(frozen=True)
class Operation:
    """One method of one address. `answer` names what comes back, `listed` whether it is a page of them."""

    id: str
    method: str
    path: str
    summary: str
    parameters: list[Field]
    body: list[Field]
    example: str
    answer: str
    listed: bool
    permissions: list[str]


@dataclass(frozen=True)
class Reference:
    """`resources`: pairs of name and operations; `things`: what is answered, as name, description, fields."""

    resources: list[tuple[str, list[Operation]]]
    things: list[tuple[str, str, list[Field]]]


def described() -> dict:
    """The schema as programs get it. Made by one thread at a time: in several at once the library fails."""
    with _making:
        return _made()


@cache
def _made() -> dict:
    """Made from the code, so it is made once."""
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


@cache
def reference() -> Reference:
    """The whole description. It is the same for everybody, so it is read once."""
    schema = described()
    parts = schema["components"]["schemas"]
    resources: dict[str, list[Operation]] = {}
    answered = set()
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = _operation(path, method, methods[method], parts)
                resources.setdefault(path.split("/")[3], []).append(operation)
                answered.add(operation.answer)
    things = [
        (name, parts[name].get("description", ""), _fields(parts[name], parts))
        for name in sorted(_with_inner(answered, parts))
    ]
    return Reference(list(resources.items()), things)


def _operation(path: str, method: str, told: dict, parts: dict) -> Operation:
    parameters = [
        Field(
            row["name"],
            type_of(row["schema"], parts),
            row.get("required", False),
            row.get("description", ""),
        )
        for row in told.get("parameters", [])
        if row["name"] not in SHARED_HEADERS
    ]
    body = _sent(told.get("requestBody", {}))
    success = next(answer for status, answer in told["responses"].items() if status.startswith("2"))
    answer = _named(_json_of(success).get("schema", {}))
    listed = answer.startswith("Paginated")
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary") or _said(method, listed),
        parameters=parameters,
        body=_fields(_resolved(body.get("schema", {}), parts), parts),
        example=_example(body),
        answer=answer.removeprefix("Paginated").removesuffix("List") if listed else answer,
        listed=listed,
        permissions=told["x-permission"],
    )


def _said(method: str, listed: bool) -> str:
    return "Read a page of them" if listed else "Read one"


def _json_of(told: dict) -> dict:
    return told.get("content", {}).get("application/json", {})


def _sent(told: dict) -> dict:
    """The body as JSON; where files are sent, as a form."""
    return _json_of(told) or told.get("content", {}).get("multipart/form-data", {})


def _example(body: dict) -> str:
    examples = body.get("examples", {})
    return next((_indented(example["value"]) for example in examples.values()), "")


def _indented(value) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def _fields(told: dict, parts: dict) -> list[Field]:
    needed = set(told.get("required", ()))
    return [
        Field(name, type_of(inner, parts), name in needed, inner.get("description", ""))
        for name, inner in told.get("properties", {}).items()
    ]


def _with_inner(names: set[str], parts: dict) -> set[str]:
    """The names, and those of what they contain; enumerations stand where they are used."""
    found, waiting = set(), [name for name in names if name in parts]
    while waiting:
        name = waiting.pop()
        if name in found or "enum" in parts[name]:
            continue
        found.add(name)
        for inner in parts[name].get("properties", {}).values():
            waiting += [inner_name for inner_name in _refs(inner) if inner_name in parts]
    return found


def _refs(told: dict) -> list[str]:
    own = [_named(told)] if "$ref" in told else []
    several = [inner for key in ("allOf", "oneOf", "anyOf") for inner in told.get(key, ())]
    if isinstance(told.get("items"), dict):
        several.append(told["items"])
    return own + [name for inner in several for name in _refs(inner)]


def _named(told: dict) -> str:
    return told.get("$ref", "").rpartition("/")[2]


def _resolved(told: dict, parts: dict) -> dict:
    return parts[_named(told)] if "$ref" in told else told


def type_of(told: dict, parts: dict) -> str:
    """The type in a few words: `uuid or null`, `one of: a, b`, `list of Item`."""
    if "$ref" in told:
        inner = _resolved(told, parts)
        return type_of(inner, parts) if "enum" in inner else _named(told)
    for key in ("allOf", "oneOf", "anyOf"):
        if key in told:
            return " or ".join(dict.fromkeys(type_of(inner, parts) for inner in told[key]))
    if told.get("const") == "":
        return "nothing"
    if "enum" in told:
        return "one of: " + ", ".join(str(value) for value in told["enum"] if value not in (None, ""))
    kinds = told.get("type", "any")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_kind(kind, told, parts) for kind in kinds)


def _kind(kind: str, told: dict, parts: dict) -> str:
    if kind == "array":
        return f"list of {type_of(told.get('items', {}), parts)}"
    if kind == "string" and "format" in told:
        return told["format"]
    if kind == "string" and "maxLength" in told:
        return f"text, at most {told['maxLength']}"
    return {"string": "text", "integer": "number", "boolean": "true or false"}.get(kind, kind)
