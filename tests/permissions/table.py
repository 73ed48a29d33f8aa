"""Who may do what, for every address: written from the policy, not from the code.

A line is `address method object | who is let in`. Everybody else who sees the object is refused
(403); who does not see it finds nothing (404); who is not signed in is asked to sign in (pages)
or told so (401, programs). `everyone` is anybody signed in, `public` anybody at all. An address
without an object belongs to no product group: who is not let in is refused.

Being let in means that policy has no objection: the answer may still be that the state is wrong
or a field is missing.
"""

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
}

ITEMS = """
backlog:my-work                 GET  -         | everyone
backlog:item-list               GET  -         | everyone
backlog:item-board              GET  -         | everyone
backlog:action-list             GET  -         | everyone
backlog:item-export             GET  -         | everyone
backlog:item-import             GET  -         | everyone
backlog:item-import-progress    GET  import    | admin ! only
backlog:item                    GET  item      | group
backlog:item-by-number          GET  number    | group
backlog:item-comments           GET  item      | group
backlog:item-history            GET  item      | group
backlog:comment                 GET  comment   | group
backlog:item-edit               GET  item      | red managers
backlog:item-comment            POST item      | roles
backlog:item-add-action         POST item      | managers
backlog:action-complete         POST action    | managers expert
backlog:action-resume           POST action    | managers expert
backlog:action-edit             POST action    | managers expert
backlog:item-consent            POST item      | teams
backlog:item-retract            POST item      | teams
backlog:item-assess             POST item      | not_support
backlog:item-decide             POST item      | managers
backlog:item-visit              POST item      | prepare
backlog:item-take               POST item      | teams
backlog:item-pass               POST item      | teams
backlog:item-release            POST item      | teams
backlog:item-start              POST taken     | blue_member
backlog:item-complete           POST taken     | blue_member
backlog:item-confirm            POST item      | red_workers
backlog:item-check              POST item      | red_workers
backlog:item-reopen             POST item      | red_workers
backlog:item-withdraw           POST item      | red_workers
backlog:item-merge              POST item      | not_support
backlog:item-merge-targets      GET  item      | not_support
backlog:item-unmerge            POST item      | not_support
backlog:item-affects            POST item      | teams
"""

PROGRAMS = """
api:item-list                   GET  -         | everyone
api:item-detail                 GET  item      | group
api:item-history                GET  item      | group
api:item-comments               GET  item      | group
api:item-consent                POST item      | teams
api:item-retract                POST item      | teams
api:item-assess                 POST item      | not_support
api:item-decide                 POST item      | managers
api:item-visit                  POST item      | prepare
api:item-order                  POST item      | managers
api:item-take                   POST item      | teams
api:item-pass                   POST item      | teams
api:item-release                POST item      | teams
api:item-start                  POST taken     | blue_member
api:item-complete               POST taken     | blue_member
api:item-confirm                POST item      | red_workers
api:item-check                  POST item      | red_workers
api:item-reopen                 POST item      | red_workers
api:item-withdraw               POST item      | red_workers
api:item-merge                  POST item      | not_support
api:item-unmerge                POST item      | not_support
api:item-affects                POST item      | teams
"""

FRAME = """
healthz                         GET  -         | public
readyz                          GET  -         | public
choose-theme                    POST -         | public
choose-group                    POST group     | group
"""

TABLES = [ITEMS, PROGRAMS, FRAME]
