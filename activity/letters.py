"""A mail about what happened: in the person's language, as plain text and as simple HTML."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from activity.subjects import Age, Told, ages_of, for_eyes_of, tell

FULL_LINE = 300  # pixels of the age line of a year
COLOURS = ("#8a8174", "#8a6d50", "#a65f2e", "#b8430f", "#9c2300")  # ink to ember, as in tokens.css


@dataclass(frozen=True)
class News:
    """One event as a mail shows it."""

    told: Told
    at: datetime
    url: str
    age: Age | None

    @property
    def age_pixels(self) -> int:
        return max(4, round(FULL_LINE * self.age.length / 1000))

    @property
    def age_colour(self) -> str:
        return COLOURS[self.age.step]


def letter(user, notifications: list) -> EmailMultiAlternatives:
    """One mail to `user` about some notifications, which came with event and actor.

    Its Message-ID follows from the first of them: a mail that had to be sent twice is known
    to be the same one.
    """
    host = urlsplit(settings.PUBLIC_URL).hostname
    with translation.override(user.language or settings.LANGUAGE_CODE):
        for_eyes_of(user, [row.event for row in notifications])
        ages = ages_of(row.event for row in notifications)
        news = [_news(row.event, ages) for row in notifications]
        context = {"person": user, "news": news, "inbox": settings.PUBLIC_URL + reverse("activity:inbox")}
        mail = EmailMultiAlternatives(
            subject=_subject(news),
            body=render_to_string("activity/mail/letter.txt", context),
            to=[user.email],
            headers={
                "Message-ID": f"<notification-{notifications[0].pk}@{host}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("activity/mail/letter.html", context), "text/html")
    return mail


def _news(event, ages: dict) -> News:
    told = tell(event)
    url = settings.PUBLIC_URL + (told.url or reverse("activity:inbox"))
    return News(told, event.at, url, ages.get((event.subject_type, event.subject_id)))


def _subject(news: list[News]) -> str:
    """What happened, or how much; on one line whatever a title holds."""
    if len(news) == 1:
        told = news[0].told
        words = f"{told.title}: {told.sentence}" if told.title else told.sentence
    else:
        words = ngettext("%(count)d piece of news", "%(count)d pieces of news", len(news))
        words = words % {"count": len(news)}
    return " ".join(words.split())
