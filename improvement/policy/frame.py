"""Addresses that belong to no room."""

from improvement.policy.words import PUBLIC, SIGNED_IN

URLS: dict[str, str] = {
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "demo-leave": "teams.configure",
    "palette": SIGNED_IN,
    "choose-theme": PUBLIC,
    "choose-group": SIGNED_IN,
}
