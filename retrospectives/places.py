"""Where a person may hold a retrospective: in the own teams, and in the groups they serve."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from retrospectives.models import Kind
from teams import permissions
from teams.models import ProductGroup, Team


@dataclass(frozen=True)
class Place:
    """One possibility; `key` names it in an address."""

    kind: str
    team: Team | None
    product_group: ProductGroup

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.team.pk if self.team else self.product_group.pk}"

    @property
    def name(self) -> str:
        if self.team:
            return self.team.name
        words = {"group": self.product_group.name}
        if self.kind == Kind.OVERALL:
            return _("Overall retrospective of %(group)s") % words
        return _("Starting workshop of %(group)s") % words


def places_of(user) -> list[Place]:
    """The own teams first, each by name."""
    teams = Team.objects.visible_to(user).with_member(user).for_choice()
    places = [Place(Kind.TEAM, team, team.product_group) for team in teams]
    for group in ProductGroup.objects.visible_to(user).for_choice():
        if permissions.may(user, "retrospectives.hold_overall", group):
            places += [Place(Kind.OVERALL, None, group), Place(Kind.WORKSHOP, None, group)]
    return places
