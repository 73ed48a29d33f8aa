"""Where a person is signed in: readings of django-allauth's rows, which follow each session.

Its own page asks for every row whether the session still lives; these ask once.
"""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone


def sessions_of(user) -> QuerySet[UserSession]:
    """The sessions of `user` that have not ended."""
    living = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return UserSession.objects.filter(Exists(living), user=user)


def other_sessions(user, session_key: str) -> QuerySet[UserSession]:
    """Those of `user` besides the one with that key."""
    return sessions_of(user).exclude(session_key=session_key)


def end_others(user, session_key: str) -> int:
    """End every session of `user` but the one with that key; returns how many. Safe to repeat."""
    others = list(other_sessions(user, session_key))
    for session in others:
        session.end()
    return len(others)
