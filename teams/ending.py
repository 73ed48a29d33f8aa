"""What follows elsewhere when a team ends: the rooms above say it here, since this one knows none of them."""

from collections.abc import Callable

_followers: list[Callable] = []


def register(follower: Callable) -> None:
    """Call `follower(team)` in the transaction in which the team is deactivated."""
    _followers.append(follower)


def follow(team) -> None:
    for follower in _followers:
        follower(team)
