"""Who asks, from the session: django-allauth's way to sign in, with what every request needs read along."""

from allauth.account.auth_backends import AuthenticationBackend

from teams.models import User
from teams.models.revision import Revision


class SignIn(AuthenticationBackend):
    def get_user(self, user_id) -> User | None:
        """The person with this id, if they may (still) sign in."""
        user = User.objects.annotate(revision=Revision.beside()).with_id(user_id).first()
        return user if user and self.user_can_authenticate(user) else None
