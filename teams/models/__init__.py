"""People, teams, product groups, roles, invitations and tokens."""

from teams.models.groups import GroupRole, Membership, ProductGroup, Team
from teams.models.invitations import Invitation
from teams.models.tokens import ApiToken
from teams.models.users import User

__all__ = ["ApiToken", "GroupRole", "Invitation", "Membership", "ProductGroup", "Team", "User"]
