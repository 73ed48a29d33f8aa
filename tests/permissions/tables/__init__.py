"""Who may do what, for every address: written from the policy, not from the code.

A line is `address method object | who is let in`. Everybody else who sees the object is refused
(403); who does not see it finds nothing (404); who is not signed in is asked to sign in (pages)
or told so (401, programs). `everyone` is anybody signed in, `public` anybody at all. An address
without an object belongs to no product group: who is not let in is refused.

`gone` is an address that is not there in this installation, `signed_out` whoever is not signed in.

Being let in means that policy has no objection: the answer may still be that the state is wrong
or a field is missing.
"""

from tests.permissions.tables import (
    activity,
    backlog,
    frame,
    programs,
    programs_items,
    retrospectives,
    reviews,
    teams,
)

RED = "member facilitator leader both"
TEAMS = f"{RED} blue_member green_member"
MANAGERS = "manager sponsor both"
OUTSIDE = "manager sponsor change_agent product_owner expert support"
ROLES = f"{TEAMS} {OUTSIDE}"
WORDS = {
    "everyone": f"{ROLES} admin stranger far_manager nobody",
    "group": f"{ROLES} admin",
    "roles": ROLES,
    "not_support": ROLES.replace(" support", ""),
    "red": RED,
    "red_workers": "member facilitator leader",
    "teams": TEAMS,
    "managers": MANAGERS,
    "prepare": f"{MANAGERS} change_agent",
    "leaders": "leader admin",
    "outside": OUTSIDE,
}

TABLES = [
    backlog.TABLE,
    teams.TABLE,
    activity.TABLE,
    retrospectives.TABLE,
    reviews.TABLE,
    programs_items.TABLE,
    programs.TABLE,
    frame.TABLE,
]
