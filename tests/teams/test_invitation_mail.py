"""The letter with the link: sent once, however often the worker runs."""

import pytest
from django.core import mail

from teams.tasks import mail_invitation, mail_waiting_invitations

pytestmark = pytest.mark.django_db


def test_one_mail_with_the_link_goes_out_however_often_the_worker_runs(invitation):
    mail_invitation(str(invitation.pk))
    mail_invitation(str(invitation.pk))
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert invitation.url in letter.body
    assert "Red" in letter.subject


def test_a_revoked_invitation_is_not_mailed(cast, invitation):
    invitation.revoke(by=cast.leader)
    mail_invitation(str(invitation.pk))
    assert mail.outbox == []


def test_the_sweep_finds_what_was_not_mailed(invitation, monkeypatch):
    asked = []
    monkeypatch.setattr(mail_invitation, "delay", asked.append)
    mail_waiting_invitations()
    assert asked == [str(invitation.pk)]
    mail_invitation(str(invitation.pk))
    asked.clear()
    mail_waiting_invitations()
    assert asked == []


def test_a_mail_that_failed_is_sent_by_the_next_run(invitation, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("mail server away")

    with monkeypatch.context() as away:
        away.setattr(mail, "send_mail", refuse)
        with pytest.raises(OSError, match="away"):
            mail_invitation(str(invitation.pk))
    mail_invitation(str(invitation.pk))
    assert len(mail.outbox) == 1
