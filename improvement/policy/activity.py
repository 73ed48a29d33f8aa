"""Addresses of the inbox."""

from improvement.policy.words import SIGNED_IN

URLS: dict[str, str] = {
    "activity:inbox": SIGNED_IN,
    "activity:inbox-read": SIGNED_IN,
    "activity:inbox-unread": SIGNED_IN,
    "activity:notification": SIGNED_IN,
    "activity:notification-read": SIGNED_IN,
    "activity:notification-unread": SIGNED_IN,
}
