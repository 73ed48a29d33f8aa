"""How a digest is told."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.subjects import Words, register
from backlog.models import FlagName
from backlog.sentences import choice
from backlog.templatetags.age import silent_words


def digest(words: Words) -> str:
    count = words["count"] or 0
    if words["owner"]:
        text = ngettext(
            "%(count)s item of yours in %(group)s is flagged.",
            "%(count)s items of yours in %(group)s are flagged.",
            count,
        )
    else:
        text = ngettext(
            "%(count)s item of %(group)s is flagged.",
            "%(count)s items of %(group)s are flagged.",
            count,
        )
    return text % words


def quotes(words: Words) -> list[tuple[str, str]]:
    """The items, the longest silent first, each with its flags and its silence."""
    items = words["items"] or []
    lines = [(f"#{item['number']} {item['title']}", _state(item)) for item in items]
    more = (words["count"] or 0) - len(items)
    if more > 0:
        lines.append(("", ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}))
    return lines


def _state(item: dict) -> str:
    flags = ", ".join(choice(FlagName, name) for name in item["flags"])
    return _("%(flags)s; %(silence)s") % {"flags": flags, "silence": silent_words(item["silent_days"])}


def address(subject_id, words: Words) -> str:
    """The flagged items in the list, the longest silent first."""
    query = {"product_group": words["group_id"], "flag": FlagName.values, "sort": "-silent"}
    if words["owner"]:
        query["owner"] = words["owner"]
    return reverse("backlog:item-list", query=query)


register("digest", url=address, sentences={"digest": digest}, quotes=quotes)
