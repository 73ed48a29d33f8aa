"""Pages of the inbox."""

TABLE = """
activity:inbox                  GET  -         | everyone
activity:inbox-read             POST -         | everyone
activity:inbox-unread           POST -         | everyone
activity:notification           GET  notice    | expert ! only
activity:notification-read      POST notice    | expert ! only
activity:notification-unread    POST notice    | expert ! only
"""
