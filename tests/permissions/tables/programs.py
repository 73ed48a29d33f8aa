"""What programs may ask of everything else."""

TABLE = """
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
api:retrospective-export        GET  board     | red ! only
api:brought-notes-list          GET  -         | everyone
api:brought-notes-detail        GET  draft     | member ! only
api:brought-notes-parts         GET  draft     | member ! only
api:brought-notes-correct       POST draft     | member ! only
api:brought-notes-store         POST draft     | member ! only
api:brought-notes-discard       POST draft     | member ! only
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
