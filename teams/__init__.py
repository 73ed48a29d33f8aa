"""People, teams, product groups and roles."""
