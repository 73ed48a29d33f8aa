"""Forms about items: one for each verb, for editing, comments and actions."""
