"""Items and everything that happens to one."""

from backlog.models.actions import Action
from backlog.models.attachments import Attachment
from backlog.models.comments import Comment, CommentVersion
from backlog.models.editing import Stale
from backlog.models.entries import ProductBacklogEntry
from backlog.models.flagging import FlagRun, raise_flags
from backlog.models.flags import Flag, FlagName
from backlog.models.imports import ItemImport
from backlog.models.item import Item
from backlog.models.life import UNDONE, VERBS, Finding, Kind, State, Verdict, WrongState
from backlog.models.matter import Tie
from backlog.models.night import spend_night
from backlog.models.perspectives import Perspective, Whole, Whom
from backlog.models.records import (
    Affects,
    Assessment,
    Check,
    Consent,
    Decision,
    FormerNumber,
    Offer,
    Pass,
    VisitNote,
)
from backlog.models.saved_views import SavedView, ViewPin, ViewSubscription
from backlog.models.snoozes import Snooze
from backlog.models.sweeping import Sweep
from backlog.models.templates import Answer, ItemTemplate
from backlog.models.watches import Watch
from backlog.models.wording import Wording
from backlog.models.words import ItemWords

__all__ = [
    "UNDONE",
    "VERBS",
    "Action",
    "Affects",
    "Answer",
    "Assessment",
    "Attachment",
    "Check",
    "Comment",
    "CommentVersion",
    "Consent",
    "Decision",
    "Finding",
    "Flag",
    "FlagName",
    "FlagRun",
    "FormerNumber",
    "Item",
    "ItemImport",
    "ItemTemplate",
    "ItemWords",
    "Kind",
    "Offer",
    "Pass",
    "Perspective",
    "ProductBacklogEntry",
    "SavedView",
    "Snooze",
    "State",
    "Stale",
    "Sweep",
    "Tie",
    "Verdict",
    "ViewPin",
    "ViewSubscription",
    "VisitNote",
    "Whole",
    "Whom",
    "Watch",
    "Wording",
    "WrongState",
    "raise_flags",
    "spend_night",
]
