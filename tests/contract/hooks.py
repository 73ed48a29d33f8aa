"""What schemathesis is told about this service: ids of things that are there, so that requests reach far."""

import os
from functools import cache

import requests
import schemathesis

URL = os.environ.get("CONTRACT_URL", "")
HEADERS = {"Authorization": f"Bearer {os.environ.get('CONTRACT_TOKEN', '')}"}


@cache
def ids(resource: str) -> list[str]:
    """Ids of what this person sees of a resource; what is on no list is named by nobody."""
    answer = requests.get(f"{URL}/api/v1/{resource}/", {"page_size": 200}, headers=HEADERS, timeout=30)
    answer.raise_for_status()
    return [str(row["id"]) for row in answer.json()["results"]]


@schemathesis.hook
def map_case(context, case):
    """Two of three well-formed requests are about something that is there, and have read it."""
    if _well_formed(case):
        case.query.pop("cursor", None)  # nobody guesses one: they are signed
    turn = sum(str(case.path_parameters).encode())
    if not turn % 3 or not _well_formed(case):
        return case
    if "id" in case.path_parameters and (there := ids(case.operation.path.split("/")[3])):
        case.path_parameters["id"] = there[turn % len(there)]
    if "If-Match" in case.headers:
        case.headers["If-Match"] = "*"
    return case


def _well_formed(case) -> bool:
    return case.meta is None or case.meta.generation.mode.is_positive
