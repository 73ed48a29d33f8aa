"""Who may do what, for every address: written from the policy, not from the code.

A line is `address method object | who is let in`. Everybody else who sees the object is refused
(403); who does not see it finds nothing (404); who is not signed in is asked to sign in (pages)
or told so (401, programs). `everyone` is anybody signed in, `public` anybody at all. An address
without an object belongs to no product group: who is not let in is refused.

`gone` is an address that is not there in this installation, `signed_out` whoever is not signed in.

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
    "outside": OUTSIDE,
}

ITEMS = """
backlog:my-work                 GET  -         | everyone
backlog:item-list               GET  -         | everyone
backlog:item-board              GET  -         | everyone
backlog:action-list             GET  -         | everyone
backlog:item-create             GET  -         | roles stranger far_manager
backlog:item-propose            GET  -         | outside far_manager
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
backlog:improvement-backlog     GET  group_asked | group
backlog:item-order              POST moving    | managers
backlog:product-backlog         GET  group_asked | group
backlog:entry-create            GET  group_asked | product_owner
backlog:entry-order             POST moving_entry | product_owner
backlog:entry                   GET  entry     | group
backlog:entry-edit              GET  entry     | product_owner
backlog:entry-take              POST entry_for_red | red
backlog:entry-complete          POST entry     | teams
backlog:flags-compute           POST group_slug | prepare
"""

PROGRAMS = """
api:item-list                   GET  -         | everyone
api:item-propose                POST -         | outside far_manager
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

TEAM_PAGES = """
teams:settings                  GET  -         | admin
teams:product-group-create      GET  -         | admin
teams:product-group-configure   GET  group     | admin
teams:product-group-teams       GET  group     | admin
teams:product-group-roles       GET  group     | admin
teams:role-grant                POST group_role | admin
teams:role-revoke               POST group_role | admin
teams:team                      GET  team      | group
teams:team-edit                 GET  team      | admin
teams:team-deactivate           POST team      | admin
teams:team-activate             POST team      | admin
teams:member-add                POST team_person | leaders
teams:member-remove             POST team_person | leaders
teams:member-role-take          POST team_person | leaders
teams:people                    GET  -         | everyone
teams:person                    GET  person    | group
teams:person-edit               GET  person    | admin
teams:person-deactivate         POST person    | admin
teams:person-activate           POST person    | admin
teams:admin-appoint             POST person    | admin
teams:admin-dismiss             POST person    | admin
teams:invitations               GET  -         | leaders
teams:invite                    GET  -         | leaders
teams:invite-many               GET  -         | leaders
teams:invitation-resend         POST invitation | leaders ! only
teams:invitation-revoke         POST invitation | leaders ! only
teams:invitation-accept         GET  secret    | signed_out ! everyone
teams:profile                   GET  -         | everyone
teams:tokens                    POST -         | everyone
teams:token-revoke              POST token     | expert ! only
activity:inbox                  GET  -         | everyone
activity:inbox-read             POST -         | everyone
activity:inbox-unread           POST -         | everyone
activity:notification           GET  notice    | expert ! only
activity:notification-read      POST notice    | expert ! only
activity:notification-unread    POST notice    | expert ! only
"""

RETROSPECTIVES = """
retrospectives:retrospective-list     GET  -         | everyone
retrospectives:retrospective-hold     GET  -         | everyone
retrospectives:retrospective          GET  board     | red ! only
retrospectives:retrospective-edit     GET  board     | red ! only
retrospectives:retrospective-close    POST board     | red ! only
retrospectives:retrospective-reopen   POST board     | red ! only
retrospectives:column-add             POST board     | red ! only
retrospectives:column-edit            POST column    | red ! only
retrospectives:column-remove          POST column    | red ! only
retrospectives:note-add               POST board     | red ! only
retrospectives:note-place             POST placing   | red ! only
retrospectives:note-edit              POST note      | red ! only
retrospectives:note-move              POST note      | red ! only
retrospectives:note-vote              POST note      | red ! only
retrospectives:note-remove            POST note      | red ! only
retrospectives:note-restore           POST note      | red ! only
retrospectives:note-ungroup           POST note      | red ! only
retrospectives:topic-add              POST board     | red ! only
retrospectives:topic-rename           POST topic     | red ! only
retrospectives:topic-vote             POST topic     | red ! only
retrospectives:agreement-add          POST board     | red ! only
retrospectives:agreement-edit         POST agreement | red ! only
retrospectives:agreement-drop         POST agreement | red ! only
retrospectives:agreement-keep         POST agreement | red ! only
retrospectives:file-item              GET  board     | red ! only
retrospectives:retrospective-let-in   POST board     | red ! only
retrospectives:retrospective-join     GET  guest     | everyone
retrospectives:notes-paste            GET  board     | red ! only
retrospectives:paste-correct          POST draft     | member ! red
retrospectives:paste-store            POST draft     | member ! red
retrospectives:paste-discard          POST draft     | member ! red
"""

REVIEWS = """
reviews:review-list             GET  -         | everyone
reviews:review-plan             GET  group_asked | prepare
reviews:review                  GET  review    | group
reviews:review-move             GET  review    | prepare
reviews:review-cancel           GET  review    | prepare
reviews:review-add              POST review    | prepare
reviews:review-remove           POST line      | prepare
reviews:review-put-back         POST removed      | prepare
reviews:review-arrange          POST line      | prepare
reviews:review-start            POST review    | managers
reviews:review-run              GET  review    | managers
reviews:review-decide           POST meeting   | managers
reviews:review-assess           POST meeting   | managers
reviews:review-mark             POST review    | managers
reviews:review-act              POST review    | managers
reviews:review-attend           POST review    | managers
reviews:review-end              POST review    | managers
"""

PROGRAMS_OTHER = """
api:schema                      GET  -         | public
api:docs                        GET  -         | public
api:start                       GET  -         | everyone
api:not-found                   GET  -         | gone
api:product-group-list          GET  -         | everyone
api:product-group-detail        GET  group     | group
api:product-group-grant-role    POST group     | admin
api:product-group-revoke-role   POST group     | admin
api:team-list                   GET  -         | everyone
api:team-detail                 GET  team      | group
api:team-add-member             POST team      | leaders
api:team-remove-member          POST team      | leaders
api:person-list                 GET  -         | everyone
api:person-detail               GET  person    | group
api:person-invite               POST -         | leaders
api:person-activate             POST person    | admin
api:person-deactivate           POST person    | admin
api:person-appoint-admin        POST person    | admin
api:person-dismiss-admin        POST person    | admin
api:decision-list               GET  -         | everyone
api:decision-detail             GET  decision  | group
api:action-list                 GET  -         | everyone
api:action-detail               GET  action    | group
api:action-complete             POST action    | managers expert
api:action-resume               POST action    | managers expert
api:entry-list                  GET  -         | everyone
api:entry-detail                GET  entry     | group
api:entry-order                 POST entry     | product_owner
api:entry-take                  POST entry     | teams
api:entry-complete              POST entry     | teams
api:flag-list                   GET  -         | everyone
api:flag-detail                 GET  flag      | group
api:event-list                  GET  -         | everyone
api:event-detail                GET  event     | group
api:retrospective-list          GET  -         | everyone
api:retrospective-detail        GET  board     | red ! only
api:retrospective-board         GET  board     | red ! only
api:retrospective-add-column    POST board     | red ! only
api:retrospective-agreements    POST board     | red ! only
api:retrospective-close         POST board     | red ! only
api:retrospective-file-item     POST board     | red ! only
api:retrospective-invite        POST board     | red ! only
api:retrospective-keep-agreement POST board    | red ! only
api:retrospective-notes         POST board     | red ! only
api:retrospective-paste         POST board     | red ! only
api:retrospective-read-paste    POST board     | red ! only
api:retrospective-store-paste   POST board     | red ! only
api:retrospective-reopen        POST board     | red ! only
api:retrospective-topics        POST board     | red ! only
api:retrospective-vote          POST board     | red ! only
api:retrospective-unvote        POST board     | red ! only
api:review-list                 GET  -         | everyone
api:review-detail               GET  review    | group
api:review-agenda               GET  review    | group
api:review-attendance           GET  review    | group
api:review-add-item             POST review    | prepare
api:review-remove-line          POST review    | prepare
api:review-cancel               POST review    | prepare
api:review-start                POST review    | managers
api:review-attend               POST review    | managers
api:review-mark                 POST review    | managers
api:review-promise              POST review    | managers
api:review-end                  POST review    | managers
"""

FRAME = """
healthz                         GET  -         | public
readyz                          GET  -         | public
choose-theme                    POST -         | public
choose-group                    POST chosen    | group
demo-leave                      GET  -         | gone
teams:demo-sign-in              POST -         | gone
teams:welcome                   GET  -         | gone
"""

TABLES = [ITEMS, PROGRAMS, PROGRAMS_OTHER, TEAM_PAGES, RETROSPECTIVES, REVIEWS, FRAME]
