"""Who asks: a program with a token, or a person's browser with its session."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission

from teams.models import ApiToken


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN`: the program acts as the person who made the token."""

    def authenticate(self, request) -> tuple | None:
        scheme, _space, secret = request.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = ApiToken.objects.usable().with_secret(secret.strip()).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed(_("The token is not valid."))
        token.user.revision = token.revision
        token.note_use()
        return token.user, token

    def authenticate_header(self, request) -> str:
        """Its presence makes an unknown sender's answer 401 and not 403."""
        return 'Bearer realm="improvement"'


class TokenScope(BasePermission):
    """A token for reading only reads."""

    message = "This token may only read."

    def has_permission(self, request, view) -> bool:
        token = request.auth
        if not isinstance(token, ApiToken) or request.method in SAFE_METHODS:
            return True
        return token.scope == ApiToken.Scope.WRITE
