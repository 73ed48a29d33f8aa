"""What django-allauth asks this installation about."""

from allauth.account.adapter import DefaultAccountAdapter
from celery import current_app
from django.conf import settings
from django.urls import reverse
from kombu.exceptions import OperationalError


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up without an invitation; mail is sent by the worker."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the installation's own address: the request's could be made up by a stranger."""
        uidb36, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        return settings.PUBLIC_URL + path

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Hand the mail to the worker, so that the answer's time tells nothing; itself if there is none."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        arguments = [message.subject, message.body, message.to]
        try:
            current_app.send_task("teams.tasks.send_mail", args=arguments, retry=False)
        except OperationalError:
            message.send()
