"""A cast, and a program that asks in the name of one of them."""

from types import SimpleNamespace

import orjson
import pytest
from django.test import Client

from teams.models import ApiToken
from tests.cast import make_cast

JSON = "application/json"


class Program:
    """Signs in with a token; answers carry what was sent back under `.json()`."""

    def __init__(self, user=None, *, scope: str = "write"):
        self.headers = {}
        if user is not None:
            _token, secret = ApiToken.issue(user, "a test", scope)
            self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client()

    def get(self, path: str, query=None, **headers):
        return self.client.get(address(path), query, headers=self.headers | _headers(headers))

    def post(self, path: str, body=None, **headers):
        return self._send("post", path, body, headers)

    def patch(self, path: str, body=None, **headers):
        return self._send("patch", path, body, headers)

    def put(self, path: str, body=None, **headers):
        return self._send("put", path, body, headers)

    def delete(self, path: str, **headers):
        return self._send("delete", path, None, headers)

    def _send(self, method: str, path: str, body, headers: dict):
        data = body if isinstance(body, bytes) else orjson.dumps({} if body is None else body)
        send = getattr(self.client, method)
        return send(address(path), data, content_type=JSON, headers=self.headers | _headers(headers))


def _headers(given: dict) -> dict:
    return {name.replace("_", "-"): value for name, value in given.items()}


def address(path: str) -> str:
    return path if path.startswith(("/", "http")) else f"/api/v1/{path}"


def wrong(answer) -> set:
    """The fields that a problem document blames; asserts that it is one."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert set(problem) == {"type", "title", "status", "detail", "errors"} and problem["detail"]
    assert all(set(entry) == {"field", "message"} for entry in problem["errors"])
    return {entry["field"] for entry in problem["errors"]}


@pytest.fixture
def cast(db) -> SimpleNamespace:
    return make_cast()


@pytest.fixture
def program(cast):
    """`program("manager")`: a program of that person of the cast."""

    def of(name: str, **options) -> Program:
        return Program(getattr(cast, name), **options)

    return of
