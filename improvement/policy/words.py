"""What an address may ask for besides a permission of `teams.permissions.POLICY`."""

PUBLIC = "public"
"""Needs no sign-in."""
SIGNED_IN = "signed in"
"""Shows only what the person may see."""
