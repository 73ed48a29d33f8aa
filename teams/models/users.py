"""People who sign in."""

import re

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from activity.models import Event
from teams import permissions
from teams.access import Access
from teams.kept import kept
from teams.models.revision import Revision
from teams.wrong_state import WrongState

NAME_WORDS = SearchVector("name", config="simple")
MOST_WORDS = 5


class UserQuerySet(models.QuerySet):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def inactive(self) -> "UserQuerySet":
        return self.filter(is_active=False)

    def administrators(self) -> "UserQuerySet":
        return self.active().filter(is_admin=True)

    def named(self, text: str) -> "UserQuerySet":
        """People with a word in their name that begins with each word of `text`."""
        words = re.findall(r"\w+", text)[:MOST_WORDS]
        if not words:
            return self.none() if text.strip() else self
        prefixes = " & ".join(f"{word}:*" for word in words)
        query = SearchQuery(prefixes, search_type="raw", config="simple")
        return self.annotate(words=NAME_WORDS).filter(words=query)

    def addressed(self, text: str) -> "UserQuerySet":
        """People whose e-mail address begins with `text`."""
        return self.filter(email__startswith=text.strip().lower())

    def addressed_exactly(self, email: str) -> "UserQuerySet":
        return self.filter(email=email.strip().lower())

    def in_team(self, team) -> "UserQuerySet":
        memberships = apps.get_model("teams.Membership").objects.filter(user=OuterRef("pk"), team=team)
        return self.filter(Exists(memberships))

    def with_role_in(self, group) -> "UserQuerySet":
        """People who hold a role in the group itself, not through a team."""
        roles = apps.get_model("teams.GroupRole").objects.filter(user=OuterRef("pk"), product_group=group)
        return self.filter(Exists(roles))

    def holding(self, role: str, *, group_ids=None) -> "UserQuerySet":
        """People who hold `role`, in one of the groups where those are given."""
        if role == "admin":
            return self.filter(is_admin=True)
        direct = apps.get_model("teams.GroupRole").objects.filter(role=role)
        through = apps.get_model("teams.Membership").objects.filter(role=role)
        if group_ids is not None:
            direct = direct.filter(product_group__in=group_ids)
            through = through.filter(team__product_group__in=group_ids)
        return self.filter(pk__in=direct.values("user").union(through.values("user")))

    def for_list(self) -> "UserQuerySet":
        """What a row of a list shows of a person."""
        return self.only("id", "name", "is_admin", "is_active")

    def with_id(self, pk) -> "UserQuerySet":
        return self.filter(pk=pk)

    def of_groups(self, group_ids) -> "UserQuerySet":
        """People who hold a role in one of the groups, directly or through a team."""
        roles = apps.get_model("teams.GroupRole").objects.filter(product_group__in=group_ids)
        memberships = apps.get_model("teams.Membership").objects.filter(team__product_group__in=group_ids)
        # a union, since "or" would look at every person
        return self.filter(pk__in=roles.values("user").union(memberships.values("user")))

    def of_group(self, group) -> "UserQuerySet":
        return self.active().of_groups([group.pk])

    def seeing(self, item) -> "UserQuerySet":
        """Active people who may see an item: the other side of `visible_to` of items."""
        if item.product_group.open:
            return self.active()
        group = item.product_group_id
        roles = apps.get_model("teams.GroupRole").objects.filter(user=OuterRef("pk"), product_group=group)
        teams = Q(team__product_group=group) | Q(team=item.team_id)
        memberships = apps.get_model("teams.Membership").objects.filter(teams, user=OuterRef("pk"))
        return self.active().filter(Q(is_admin=True) | Exists(roles) | Exists(memberships))

    def called(self, names) -> "UserQuerySet":
        """People with one of these names, in lower case."""
        return self.alias(lower_name=Lower("name")).filter(lower_name__in=names).order_by("name", "id")

    def among(self, ids) -> "UserQuerySet":
        return self.filter(pk__in=ids)

    def serving(self, group_id, *roles: str) -> "UserQuerySet":
        """Active people who hold one of the roles in the product group, by name."""
        held = apps.get_model("teams.GroupRole").objects.filter(product_group=group_id, role__in=roles)
        return self.active().filter(pk__in=held.values("user")).order_by("name", "id")

    def visible_to(self, user, *, few: bool = False) -> "UserQuerySet":
        """The people of the product groups that `user` sees; everyone for an administrator.

        A list of all stops early; with `few`, for what few hold, ids are gathered first.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_admin:
            return self
        groups = user.access.visible_group_ids
        roles = apps.get_model("teams.GroupRole").objects.filter(product_group__in=groups)
        memberships = apps.get_model("teams.Membership").objects.filter(team__product_group__in=groups)
        roles, memberships = roles.values("user"), memberships.values("user")
        if few:
            return self.filter(pk__in=roles.union(memberships, User.objects.filter(pk=user.pk).values("pk")))
        return self.filter(Q(pk__in=roles) | Q(pk__in=memberships) | Q(pk=user.pk))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, *, hashed: str = "", **fields) -> "User":
        """Make a person who signs in by e-mail address; without a password they cannot yet.

        Hashing is slow on purpose: who holds a lock brings the password `hashed` instead.
        """
        user = self.model(email=self.normalize_email(email).strip().lower(), **fields)
        user.password = hashed or make_password(password)
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
    shortcuts = models.BooleanField(
        _("Keys of one letter"),
        default=True,
        help_text=_(
            "Such as c for capture. Turn them off where they get in the way of speaking or typing aids."
        ),
    )
    is_admin = models.BooleanField(_("Administrator"), default=False)
    is_active = models.BooleanField(_("May sign in"), default=True)
    joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Somebody has this e-mail address already."),
            )
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="user_by_name"),
            models.Index(fields=["name", "id"], condition=Q(is_active=False), name="user_inactive"),
            GinIndex(NAME_WORDS, name="user_by_words_of_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def access(self) -> Access:
        """What this person holds where; read once and kept for the life of this object."""
        return kept(self, "access", lambda: Access.of(self))

    @cached_property
    def revision(self) -> str:
        """Which state of people, teams and roles this object was read in (see `teams.sign_in`)."""
        return Revision.now()

    def choose_theme(self, theme: str) -> None:
        """Keep the theme this person reads in; "" follows the device."""
        self.theme = theme
        self.save(update_fields=["theme"])

    def forget_access(self) -> None:
        """Read `access` anew next time: a role was given or taken."""
        self.__dict__.pop("access", None)
        self.__dict__.pop("revision", None)

    def choose(self, *, name: str, language: str, theme: str, mail: str, shortcuts: bool) -> None:
        """Keep how this person is called and wants to be served; one's own choice alone."""
        self.name, self.language, self.theme, self.mail = " ".join(name.split()), language, theme, mail
        self.shortcuts = shortcuts
        self.full_clean(exclude=["password"])
        self.save(update_fields=["name", "language", "theme", "mail", "shortcuts"])

    def edit(self, *, name: str, email: str, by) -> None:
        """Correct a person's name or the address they sign in with; a former address opens nothing."""
        with transaction.atomic():
            self._lock(by)
            self.name, self.email = " ".join(name.split()), email.strip().lower()
            self.full_clean(exclude=["password"])
            self.save(update_fields=["name", "email"])
            apps.get_model("account.EmailAddress").objects.filter(user=self).delete()
            self._record("edited", by=by)

    def appoint_admin(self, *, by) -> None:
        """Make this person an administrator. Safe to repeat."""
        with transaction.atomic():
            self._lock(by)
            if not self.is_active:
                raise WrongState(gettext("%s may no longer sign in.") % self)
            self._set(by, "admin_appointed", is_admin=True)

    def dismiss_admin(self, *, by) -> None:
        """Take the administrator's role; the last one keeps it (`WrongState`). Safe to repeat."""
        with transaction.atomic():
            self._require_another_admin(by)
            self._set(by, "admin_dismissed", is_admin=False)

    def deactivate(self, *, by) -> None:
        """This person signs in no more; what they wrote and decided stays. Safe to repeat.

        Sessions end at once and tokens stop working, since both ask `is_active`.
        """
        with transaction.atomic():
            self._require_another_admin(by)
            self._set(by, "deactivated", is_active=False)

    def activate(self, *, by) -> None:
        """This person may sign in again, with the roles kept. Safe to repeat."""
        with transaction.atomic():
            self._lock(by)
            self._set(by, "activated", is_active=True)

    def _require_another_admin(self, by) -> None:
        """Locks all administrators in one order, so that two cannot dismiss each other at once."""
        permissions.require(by, "teams.configure")
        locked = User.objects.administrators().select_for_update().order_by("pk")
        admins = set(locked.values_list("pk", flat=True))
        self._lock(by)
        if admins == {self.pk}:
            raise WrongState(gettext("%s is the last administrator. Appoint another one first.") % self)

    def _lock(self, by) -> None:
        permissions.require(by, "teams.configure")
        fields = ["name", "email", "is_admin", "is_active"]
        self.refresh_from_db(fields=fields, from_queryset=User.objects.select_for_update())

    def _set(self, by, event: str, **value) -> None:
        (field, wanted), *_rest = value.items()
        if getattr(self, field) != wanted:
            setattr(self, field, wanted)
            self.save(update_fields=[field])
            self.forget_access()
            self._record(event, by=by)

    def _record(self, name: str, *, by) -> None:
        Event.record(
            name,
            subject_type="person",
            subject_id=self.pk,
            product_group_id=None,
            by=by,
            tell=[self.pk],
            title=self.name,
        )
