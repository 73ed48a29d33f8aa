"""What programs may ask of items."""

TABLE = """
api:item-list                   GET  -         | everyone
api:item-propose                POST -         | outside far_manager
api:item-detail                 GET  item      | group
api:item-history                GET  item      | group
api:item-answers                GET  item      | group
api:item-consents               GET  item      | group
api:item-alike                  GET  item      | group
api:item-comments               GET  item      | group
api:item-comment                GET  comment   | group
api:item-comment                DELETE comment | member
api:item-comment-restore        POST comment   | member
api:item-attachments            GET  item      | group
api:item-attachments            POST item      | roles
api:item-attachment             GET  attachment | group
api:item-attachment             DELETE attachment | member
api:item-attachment-restore     POST attachment | member
api:item-watch                  POST item      | group
api:item-unwatch                POST item      | group
api:view-list                   GET  -         | everyone
api:view-detail                 GET  view      | group
api:view-detail                 DELETE view    | member admin
api:view-pin                    POST view      | group
api:view-unpin                  POST view      | group
api:view-subscribe              POST view      | group
api:view-unsubscribe            POST view      | group
api:item-snooze                 POST item      | roles
api:item-unsnooze               POST item      | roles
api:sweep-list                  GET  -         | everyone
api:sweep-detail                GET  sweep     | expert ! only
api:sweep-assess                POST several   | not_support
api:sweep-merge                 POST several   | not_support
api:sweep-ask                   POST several   | roles
api:sweep-snooze                POST several   | roles
api:sweep-unsnooze              POST several   | roles
api:sweep-undo                  POST sweep     | expert ! only
api:item-consent                POST item      | teams
api:item-retract                POST item      | teams
api:item-perspectives           GET  item      | group
api:item-perspective            POST item      | roles
api:item-ask                    POST item      | roles
api:item-learn                  POST item      | red managers
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
