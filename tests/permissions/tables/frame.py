"""What belongs to no room."""

TABLE = """
healthz                         GET  -         | public
readyz                          GET  -         | public
palette                         GET  -         | everyone
choose-theme                    POST -         | public
choose-group                    POST chosen    | group
demo-leave                      GET  -         | gone
teams:demo-sign-in              POST -         | gone
teams:welcome                   GET  -         | gone
"""
