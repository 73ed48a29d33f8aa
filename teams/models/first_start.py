"""The first start of an empty installation: its administrator and its first product group."""

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from teams.models.groups import ProductGroup
from teams.models.users import User
from teams.wrong_state import WrongState

LOCK = 7_236_001
"""Number of the advisory lock: two browsers that start at the same moment make one administrator."""


def is_empty() -> bool:
    """Whether nobody can sign in yet, because there is no person at all."""
    return not User.objects.exists()


def start(*, name: str, email: str, password: str, group: str, teams: list[str], language: str = "") -> User:
    """Make the administrator, the product group and its teams, or nothing.

    Raises `WrongState` when there is a person already, `ValidationError` with a dict.
    """
    hashed = make_password(password)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if not is_empty():
            raise WrongState(gettext("This service is in use already."))
        admin = User.objects.create_user(email, hashed=hashed, name=name, is_admin=True, language=language)
        ProductGroup.create(name=group, slug=slugify(group) or "group", teams=teams, by=admin)
    return admin
