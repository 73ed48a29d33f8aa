"""People, teams, product groups, roles, invitations and tokens."""

from teams.models.groups import ProductGroup
from teams.models.invitations import Invitation
from teams.models.revision import Revision
from teams.models.roles import GroupRole, Membership
from teams.models.teams import Team
from teams.models.tokens import ApiToken
from teams.models.users import User

__all__ = ["ApiToken", "GroupRole", "Invitation", "Membership", "ProductGroup", "Revision", "Team", "User"]
