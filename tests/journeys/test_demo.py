"""The demonstration shows every state, flag and role, and is of a believable size."""

import json

from backlog.models import FlagName, State
from teams.models import GroupRole, Membership
from tests.journeys.signing_in import people_of

COUNT = """
import json
from django.db.models import Count
from backlog.models import Item
from retrospectives.models import Retrospective
from reviews.models import Review
from teams.models import ProductGroup, Team
print(json.dumps({
    "states": dict(Item.objects.values_list("state").annotate(Count("pk"))),
    "flags": sorted({flag for flags in Item.objects.values_list("flags", flat=True) for flag in flags}),
    "items": Item.objects.count(),
    "groups": ProductGroup.objects.count(),
    "teams": Team.objects.count(),
    "retrospectives": Retrospective.objects.count(),
    "reviews": Review.objects.count(),
}))
"""


def test_the_demo_shows_every_state_flag_and_role(service):
    told = service.manage("shell", "--verbosity", "0", "-c", COUNT)
    assert told.returncode == 0, told.stderr
    seen = json.loads(told.stdout.strip().splitlines()[-1])
    assert set(seen["states"]) == set(State.values)
    assert set(seen["flags"]) == set(FlagName.values)
    assert (seen["groups"], seen["teams"]) == (3, 12)
    assert 380 <= seen["items"] <= 700  # a journey may have brought items from a file before
    assert seen["retrospectives"] > 100 and seen["reviews"] > 40
    people = people_of(service)
    assert 55 <= len(people) <= 70
    roles = {role for person in people for role in person["roles"]}
    assert roles == {*GroupRole.Role.values, *Membership.Role.values, "admin"}
