"""Pages of items, backlogs, actions and files."""

TABLE = """
backlog:my-work                 GET  -         | everyone
backlog:item-list               GET  -         | everyone
backlog:find                    GET  -         | everyone
backlog:find-completions        GET  -         | everyone
backlog:item-board              GET  -         | everyone
backlog:template-list           GET  group     | admin
backlog:template                GET  template  | admin
backlog:item-questions          POST -         | everyone
backlog:items-alike             GET  -         | everyone
backlog:action-list             GET  -         | everyone
backlog:item-create             GET  -         | roles stranger far_manager
backlog:item-propose            GET  -         | outside far_manager
backlog:view-list               GET  -         | everyone
backlog:view-create             GET  -         | everyone
backlog:view                    GET  view      | group
backlog:view-edit               GET  view      | member admin
backlog:view-save               POST view      | member admin
backlog:view-remove             POST view      | member admin
backlog:view-restore            POST view      | member admin
backlog:view-pin                POST view      | group
backlog:view-unpin              POST view      | group
backlog:view-subscribe          POST view      | group
backlog:view-unsubscribe        POST view      | group
backlog:item-export             GET  -         | everyone
backlog:item-import             GET  -         | everyone
backlog:item-import-progress    GET  import    | admin ! only
backlog:item                    GET  item      | group
backlog:item-by-number          GET  number    | group
backlog:item-comments           GET  item      | group
backlog:item-history            GET  item      | group
backlog:item-alike              GET  item      | group
backlog:comment                 GET  comment   | group
backlog:item-move               GET  item      | group
backlog:comment-preview         POST item      | roles
backlog:comment-people          GET  item      | roles
backlog:comment-edit            GET  comment   | member
backlog:comment-remove          POST comment   | member
backlog:comment-restore         POST comment   | member
backlog:comment-versions        GET  comment   | group
backlog:attachment              GET  attachment | group
backlog:attachment-small        GET  attachment | group
backlog:attachment-remove       POST attachment | member
backlog:attachment-restore      POST attachment | member
backlog:item-watch              POST item      | group
backlog:item-unwatch            POST item      | group
backlog:item-edit               GET  item      | red managers
backlog:item-comment            POST item      | roles
backlog:item-add-action         POST item      | managers
backlog:action-complete         POST action    | managers expert
backlog:action-resume           POST action    | managers expert
backlog:action-edit             POST action    | managers expert
backlog:item-consent            POST item      | teams
backlog:item-retract            POST item      | teams
backlog:item-perspective        POST item      | roles
backlog:item-ask                POST item      | roles
backlog:item-learn              POST item      | red managers
backlog:item-again              POST item      | roles
backlog:item-tests              POST item      | roles
backlog:triage                  GET  group_asked | group
backlog:triage-one              GET  group_asked | group
backlog:proposals               GET  group_asked | group
backlog:learning                GET  group_asked | group
backlog:triage-undo             POST sweep     | expert ! only
backlog:triage-assess           POST swept     | not_support
backlog:triage-merge            POST swept     | not_support
backlog:triage-ask              POST swept     | roles
backlog:triage-snooze           POST swept     | roles
backlog:triage-unsnooze         POST swept     | roles
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
