"""What the worker does for this room. Each task is safe to run twice."""

from celery import shared_task
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from teams.models import Invitation


@shared_task
def mail_invitation(invitation_id: str) -> None:
    """Send the link of one invitation, unless it was sent or has ended.

    The row is locked while the mail goes out and marked after: of two runs at the same moment
    one sends; a run that is killed leaves it unsent, for the sweep.
    """
    with transaction.atomic():
        rows = Invitation.objects.unmailed().select_for_update(skip_locked=True, of=("self",))
        invitation = rows.for_list().of_id(invitation_id).first()
        if invitation is None:
            return
        with translation.override(invitation.invited_by.language or settings.LANGUAGE_CODE):
            subject = render_to_string("teams/mail/invitation_subject.txt", {"invitation": invitation})
            body = render_to_string("teams/mail/invitation.txt", {"invitation": invitation})
        mail.send_mail(subject.strip(), body, None, [invitation.email])
        invitation.mailed_at = timezone.now()
        invitation.save(update_fields=["mailed_at"])


@shared_task
def mail_waiting_invitations() -> None:
    """Send what was not sent, because no worker heard of it or a mail server was away."""
    for pk in Invitation.objects.unmailed().values_list("pk", flat=True)[:200]:
        mail_invitation.delay(str(pk))


@shared_task
def send_mail(subject: str, body: str, to: list[str]) -> None:
    """Send one mail about signing in."""
    mail.send_mail(subject, body, None, to)
