"""People who sign in."""

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from teams.access import Access


class UserQuerySet(models.QuerySet):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def of_groups(self, group_ids) -> "UserQuerySet":
        """People who hold a role in one of the groups, directly or through a team."""
        roles = apps.get_model("teams.GroupRole").objects.filter(product_group__in=group_ids)
        memberships = apps.get_model("teams.Membership").objects.filter(team__product_group__in=group_ids)
        return self.filter(Q(pk__in=roles.values("user")) | Q(pk__in=memberships.values("user")))

    def of_group(self, group) -> "UserQuerySet":
        return self.active().of_groups([group.pk])

    def visible_to(self, user) -> "UserQuerySet":
        """The people of the product groups that `user` sees; everyone for an administrator."""
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        return self.of_groups(user.access.visible_group_ids) | self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make a person who signs in by e-mail address; without a password they cannot yet."""
        user = self.model(email=self.normalize_email(email).strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser):
    """A person. Signs in by e-mail address; is never deleted, only set inactive."""

    class Mail(models.TextChoices):
        EACH = "each", _("A mail for each thing that concerns me")
        DAILY = "daily", _("One mail a day")
        NONE = "none", _("No mail")

    class Theme(models.TextChoices):
        SYSTEM = "", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    theme = models.CharField(_("Theme"), max_length=5, blank=True, choices=Theme.choices)
    mail = models.CharField(_("Mail"), max_length=5, choices=Mail.choices, default=Mail.EACH)
    is_admin = models.BooleanField(_("Administrator"), default=False)
    is_active = models.BooleanField(_("May sign in"), default=True)
    joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]
        indexes = [models.Index(fields=["name", "id"], name="user_by_name")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def access(self) -> Access:
        """What this person holds where; read once and kept for the life of this object."""
        return Access.of(self)

    def choose_theme(self, theme: str) -> None:
        """Keep the theme this person reads in; "" follows the device."""
        self.theme = theme
        self.save(update_fields=["theme"])
