"""What an error of the database means to who asked: a lost race, or that it can't answer now."""

from django.db import IntegrityError, InterfaceError, OperationalError
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled, UniqueViolation

LATER = 5  # seconds: `Retry-After` of what can't be answered now


def meaning(error: Exception) -> tuple[int, str] | None:
    """Status and sentence: 409 or 503. None for a defect. Nothing was changed in any case."""
    match error:
        case IntegrityError(__cause__=UniqueViolation()):
            return 409, lost_race()
        case OperationalError(__cause__=LockNotAvailable() | DeadlockDetected()):
            return 409, lost_race()
        case OperationalError(__cause__=QueryCanceled()):
            return 503, _(
                "That took too long and was ended; nothing was changed. Ask for less, or try later."
            )
        case OperationalError() | InterfaceError():
            return 503, _("The database doesn't answer just now; nothing was changed. Try again in a moment.")
    return None


def lost_race() -> str:
    return _("Somebody else did this at the same moment. Read it again.")
