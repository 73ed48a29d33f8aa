"""How events about product groups, teams, people and invitations are told: in history, inbox and mail."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activity.subjects import Words, register
from teams.models import ProductGroup
from teams.models.invitations import ROLES


def role(words: Words) -> Words:
    """The event's data with the role as people call it."""
    return words.but(role=str(dict(ROLES).get(words["role"], words["role"])))


def configured(words: Words) -> str:
    labels = {field.name: str(field.verbose_name) for field in ProductGroup._meta.fields}
    changed = ", ".join(labels.get(name, name) for name in words["changes"] or {})
    return _("%(actor)s changed settings: %(changed)s.") % words.but(changed=changed)


register(
    "product_group",
    sentences={
        "created": gettext_lazy("%(actor)s created the product group."),
        "configured": configured,
        "template_configured": gettext_lazy("%(actor)s changed what is asked of items."),
        "role_granted": lambda words: _("%(actor)s made %(person)s %(role)s.") % role(words),
        "role_revoked": lambda words: _("%(actor)s ended the role %(role)s of %(person)s.") % role(words),
    },
)
register(
    "team",
    url="/teams/{}/".format,
    sentences={
        "created": gettext_lazy("%(actor)s created the team."),
        "edited": gettext_lazy("%(actor)s edited the team."),
        "deactivated": gettext_lazy("%(actor)s ended the team."),
        "activated": gettext_lazy("%(actor)s made the team active again."),
        "member_added": lambda words: _("%(actor)s added %(person)s as %(role)s.") % role(words),
        "member_removed": gettext_lazy("%(actor)s removed %(person)s from the team."),
        "member_role_taken": lambda words: (
            _("%(actor)s ended the role %(role)s of %(person)s; the membership stays.") % role(words)
        ),
    },
)
register(
    "person",
    url="/people/{}/".format,
    sentences={
        "edited": gettext_lazy("%(actor)s corrected the name or e-mail address."),
        "admin_appointed": gettext_lazy("%(actor)s made this person an administrator."),
        "admin_dismissed": gettext_lazy("%(actor)s ended the role of administrator."),
        "deactivated": gettext_lazy("%(actor)s ended the right to sign in."),
        "activated": gettext_lazy("%(actor)s gave back the right to sign in."),
        "token_issued": gettext_lazy("The token “%(token)s” was made."),
        "token_revoked": gettext_lazy("The token “%(token)s” was revoked."),
    },
)
register(
    "invitation",
    sentences={
        "invited": lambda words: _("%(actor)s invited somebody as %(role)s.") % role(words),
        "resent": lambda words: _("%(actor)s sent an invitation as %(role)s anew.") % role(words),
        "revoked": lambda words: _("%(actor)s revoked an invitation as %(role)s.") % role(words),
        "accepted": lambda words: _("%(actor)s accepted the invitation as %(role)s.") % role(words),
    },
)
