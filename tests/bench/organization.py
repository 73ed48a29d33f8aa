"""The people of the benchmark: two product groups in sight of the one who measures, three that are not."""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from backlog.models import FlagRun
from teams.models import ApiToken, GroupRole, Membership, ProductGroup, Team, User

GROUPS = (("Portal", 60), ("Travel", 25), ("Archive", 8), ("Payroll", 5), ("Maps", 2))
"""Name, and how many of a hundred items are its own."""
TEAMS = 6
PEOPLE = 8  # in each team


def make_organization() -> SimpleNamespace:
    """Groups with teams and people. `.manager` and `.member` are of the first group; the second is open."""
    groups, teams, people = [], [], []
    for name, _share in GROUPS:
        group = ProductGroup.objects.create(name=name, slug=name.lower(), open=name == "Travel")
        groups.append(group)
        # nothing is measured while a night raises its flags
        FlagRun.objects.create(product_group=group, at=timezone.now(), night=date.max)
        for number in range(TEAMS):
            team = Team.objects.create(product_group=group, name=f"{name} {number + 1}")
            teams.append(team)
            for seat in range(PEOPLE):
                person = User.objects.create(
                    email=f"{name.lower()}{number}{seat}@example.org", name=f"{name} Person {number}{seat}"
                )
                Membership.objects.create(user=person, team=team, role="member")
                people.append(person)
    manager = User.objects.create(email="manager@example.org", name="Manager")
    GroupRole.objects.create(user=manager, product_group=groups[0], role="manager")
    seats = [people[n * PEOPLE : (n + 1) * PEOPLE] for n in range(len(teams))]
    return SimpleNamespace(
        manager=manager,
        member=people[0],
        secret=ApiToken.issue(people[0], "benchmark", "write")[1],
        ids={
            "groups": [str(group.pk) for group in groups],
            "teams": [str(team.pk) for team in teams],
            "people_of": [[str(person.pk) for person in seat] for seat in seats],
            "manager": str(manager.pk),
        },
    )
