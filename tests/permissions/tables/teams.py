"""Pages of people, teams and product groups."""

TABLE = """
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
teams:sessions                  GET  -         | everyone
teams:sessions-end              POST -         | everyone
teams:session-end               POST session   | expert ! only
teams:tokens                    POST -         | everyone
teams:token-revoke              POST token     | expert ! only
"""
