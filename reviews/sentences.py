"""How events about review meetings are told, and that a decision was made in one."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.subjects import Words, register
from backlog.sentences import decided


def moment(words: Words) -> str:
    """When the meeting is, by the clock of its group."""
    planned = words["planned_at"]
    return date_format(datetime.fromisoformat(planned), "DATETIME_FORMAT") if planned else ""


def about(text: str, words: Words) -> str:
    return text % words.but(when=moment(words))


def planned(words: Words) -> str:
    return about(_("On %(when)s there is a review meeting of %(group)s."), words)


def moved(words: Words) -> str:
    return about(_("%(actor)s changed the review meeting on %(when)s of %(group)s."), words)


def cancelled(words: Words) -> str:
    return about(_("%(actor)s cancelled the review meeting on %(when)s of %(group)s."), words)


def started(words: Words) -> str:
    return about(_("%(actor)s started the review meeting of %(group)s."), words)


def ended(words: Words) -> str:
    made = words["decisions"] or 0
    return about(
        ngettext(
            "The review meeting of %(group)s was held, with %(decisions)s decision. Its minutes are there.",
            "The review meeting of %(group)s was held, with %(decisions)s decisions. Its minutes are there.",
            made,
        ),
        words.but(decisions=str(made)),
    )


def missed(words: Words) -> str:
    return about(_("The review meeting of %(group)s on %(when)s was missed: nobody held it."), words)


def agenda_changed(words: Words) -> str:
    return about(_("%(actor)s changed the agenda of the review meeting of %(group)s."), words)


def decided_in_meeting(words: Words) -> str:
    """A verdict, and in which meeting it was passed."""
    told = decided(words)
    if not words["review_at"]:
        return told
    day = date_format(datetime.fromisoformat(words["review_at"]))
    return _("%(told)s In the review meeting of %(day)s.") % {"told": told, "day": day}


def quotes(words: Words) -> list[tuple[str, str]]:
    return [("", words["reason"])] if words["reason"] else []


register(
    "review",
    url=lambda subject_id, words: reverse("reviews:review", args=[subject_id]),
    sentences={
        "planned": planned,
        "moved": moved,
        "cancelled": cancelled,
        "started": started,
        "ended": ended,
        "missed": missed,
        "agenda_changed": agenda_changed,
    },
    quotes=quotes,
)
register("item", sentences={"decided": decided_in_meeting})
