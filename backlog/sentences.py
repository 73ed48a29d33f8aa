"""How events about items, actions and Product Backlog entries are told: in history, inbox and mail."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activity.subjects import Age, Words, register
from backlog.models import Finding, FlagName, Item, Kind, State, Verdict
from backlog.others import by_sight
from backlog.templatetags.age import age_line, age_words, length, silent_words, step
from teams.models import ProductGroup

LONGEST_QUOTE = 300


def choice(choices, value: str) -> str:
    """The words for a stored value; the value itself where it is no longer known."""
    return str(dict(choices.choices).get(value, value))


def day(value: str) -> str:
    """A stored ISO date in the person's form; any other text as it stands, for history never fails."""
    try:
        return date_format(date.fromisoformat(value)) if value else ""
    except ValueError:
        return value


def decided(words: Words) -> str:
    verdict = words["verdict"]
    told = {
        **words,
        "verdict": choice(Verdict, verdict),
        "due": day(words["due"]),
        "wake": day(words["wake"]),
    }
    if verdict == Verdict.ACT and words["owner"]:
        return _("%(actor)s decided: %(verdict)s. %(owner)s does it by %(due)s.") % told
    if verdict == Verdict.DEFER and words["wake"]:
        return _("%(actor)s decided: %(verdict)s. It comes back on %(wake)s.") % told
    if verdict == Verdict.ESCALATE and words["to_group"]:
        return _("%(actor)s handed it to the product group “%(to_group)s”.") % told
    return _("%(actor)s decided: %(verdict)s.") % told


def asked_again(words: Words) -> str:
    teams = get_text_list([f"“{name}”" for name in words["teams"] or []], _("and"))
    return _("The consent of %(teams)s no longer counts: they are asked again.") % {"teams": teams}


def assessed(words: Words) -> str:
    return _("%(actor)s assessed it: %(finding)s.") % words.but(finding=choice(Finding, words["finding"]))


def commented(words: Words) -> str:
    if words["question"]:
        return _("%(actor)s asked the team “%(team)s”.") % words
    return _("%(actor)s commented.") % words


def comment_edited(words: Words) -> str:
    """Other words, or which files came or went."""

    def told(sentence: str, change: str) -> str:
        names = [f"“{name}”" for name in words[change]]
        return sentence % words.but(files=get_text_list(names, _("and")))

    if words["removed"]:
        return told(_("%(actor)s removed %(files)s from a comment."), "removed")
    if words["restored"]:
        return told(_("%(actor)s brought %(files)s back to a comment."), "restored")
    if words["added"] and words["reworded"]:
        return told(_("%(actor)s edited a comment and added %(files)s."), "added")
    if words["added"]:
        return told(_("%(actor)s added %(files)s to a comment."), "added")
    return _("%(actor)s edited a comment.") % words


def raised(plain: str):
    """How it came, and which older item it raises again or tests."""

    def told(words: Words) -> str:
        sentence = str(plain) % words
        if words["again_number"]:
            sentence += " " + _("It raises #%(number)s again.") % {"number": words["again_number"]}
        if words["tests_number"]:
            sentence += " " + _("It tests the assumption of #%(number)s.") % {"number": words["tests_number"]}
        return sentence

    return told


def other(words: Words, key: str) -> str:
    """The other item that an event names, as far as the person may see it."""
    number, title = words[f"{key}_number"], words[f"{key}_title"]
    if not number:
        return _("an item of another product group")
    return f"#{number} “{title}”" if title else f"#{number}"


def beside(key: str, plain):
    """What happened with another item."""
    return lambda words: str(plain) % words.but(other=other(words, key))


def checked(words: Words) -> str:
    if words["holds"]:
        return _("%(actor)s checked: it still holds.") % words
    return _("%(actor)s checked: it no longer holds.") % words


def edited(words: Words) -> str:
    names = [field_label(name) for name in words["changes"] or {}] + list(words["answers"] or {})
    fields = get_text_list([name.lower() for name in names], _("and"))
    return _("%(actor)s changed: %(fields)s.") % words.but(fields=fields)


def unmerged(words: Words) -> str:
    told = words.but(other=other(words, "into"), state=choice(State, words["into_state"]))
    if not words["into_state"]:
        return _("%(actor)s took it out of %(other)s again.") % told
    return _("It goes on by itself again: %(other)s, of which it was a part, is “%(state)s” now.") % told


def unabsorbed(words: Words) -> str:
    told = words.but(other=other(words, "item"))
    if words["let_go"]:
        return _("%(other)s goes on by itself again.") % told
    return _("%(actor)s took %(other)s out of it again.") % told


def flagged(words: Words) -> str:
    return _("Flag raised: %(flag)s.") % {"flag": choice(FlagName, words["flag"]).lower()}


def action_added(words: Words) -> str:
    return _("%(actor)s added an action: “%(action)s”, %(owner)s by %(due)s.") % words.but(
        due=day(words["due"])
    )


FIELD_NAMES = frozenset(field.name for field in Item._meta.fields)


def field_label(name: str) -> str:
    """A field's name in words; any other name is a question, which older events told among the fields."""
    if name == "owner":
        return str(_("Owner"))
    return str(Item._meta.get_field(name).verbose_name) if name in FIELD_NAMES else name


def shown(name: str, value: str) -> str:
    """An old or new value of an edited field, short enough for a line."""
    if not value:
        return _("nothing")
    if name == "due":
        return day(value)
    return choice(Kind, value) if name == "kind" else Truncator(value).chars(LONGEST_QUOTE)


def quotes(words: Words) -> list[tuple[str, str]]:
    """What people said in their own words: reply before reason, note, what was seen, old and new."""
    said = []
    if words["reply"] and words["reply"] != words["reason"]:
        said.append((_("Reply"), words["reply"]))
    said += [("", words[key]) for key in ("reason", "note", "text") if words[key]]
    for name, (old, new) in (words["changes"] or {}).items():
        said.append((field_label(name), f"{shown(name, old)} → {shown(name, new)}"))
    for question, (old, new) in (words["answers"] or {}).items():
        said.append((question, f"{shown('', old)} → {shown('', new)}"))
    return said


ITEM_SENTENCES = {
    "filed": raised(gettext_lazy("%(actor)s raised it for the team “%(team)s”.")),
    "proposed": raised(gettext_lazy("%(actor)s proposed it; it affects the team “%(team)s”.")),
    "imported": gettext_lazy("%(actor)s brought it along by an import."),
    "consented": gettext_lazy("%(actor)s agreed to the proposal for the team “%(team)s”."),
    "let_in": gettext_lazy("The team “%(ended)s” has ended, and the consent of the others suffices."),
    "refused": gettext_lazy("%(actor)s refused the proposal for the team “%(team)s”."),
    "retracted": gettext_lazy("%(actor)s took the consent of the team “%(team)s” back."),
    "asked_again": asked_again,
    "lapsed": gettext_lazy("The proposal lapsed: the teams did not agree in time."),
    "withdrawn": gettext_lazy("%(actor)s withdrew it."),
    "assessed": assessed,
    "unassessed": gettext_lazy("%(actor)s took the assessment back."),
    "perspective_given": gettext_lazy("%(actor)s answered the five questions."),
    "perspective_changed": gettext_lazy("%(actor)s changed their own answer to the five questions."),
    "learned": gettext_lazy("%(actor)s wrote down what was learned."),
    "visited": gettext_lazy("%(actor)s went to see."),
    "ordered": gettext_lazy("%(actor)s moved it on the improvement backlog."),
    "decided": decided,
    "woken": gettext_lazy("Its date has come: it is back on the improvement backlog."),
    "taken": gettext_lazy("%(actor)s took it for the team “%(team)s”."),
    "passed": gettext_lazy("%(actor)s passed on it for the team “%(team)s”."),
    "released": gettext_lazy("%(actor)s gave it back for the team “%(team)s”."),
    "started": gettext_lazy("%(actor)s started the work."),
    "completed": gettext_lazy("%(actor)s said that it is done."),
    "confirmed": gettext_lazy("%(actor)s confirmed that it worked."),
    "checked": checked,
    "reopened": gettext_lazy("%(actor)s opened it again."),
    "merged": beside("into", gettext_lazy("%(actor)s merged it into %(other)s.")),
    "unmerged": unmerged,
    "absorbed": beside("item", gettext_lazy("%(actor)s merged %(other)s into it.")),
    "unabsorbed": unabsorbed,
    "affects": gettext_lazy("%(actor)s said that it affects the team “%(team)s” too."),
    "edited": edited,
    "commented": commented,
    "comment_edited": comment_edited,
    "comment_removed": gettext_lazy("%(actor)s removed a comment of their own."),
    "comment_restored": gettext_lazy("%(actor)s brought a removed comment back."),
    "mentioned": gettext_lazy("%(actor)s mentioned %(people)s in a comment."),
    "check_asked": gettext_lazy("The team is asked whether it still holds."),
    "flagged": flagged,
}
ACTION_SENTENCES = {
    "action_added": action_added,
    "action_edited": gettext_lazy("%(actor)s changed the action “%(action)s”."),
    "action_completed": gettext_lazy("%(actor)s completed the action “%(action)s”."),
    "action_resumed": gettext_lazy("%(actor)s opened the action “%(action)s” again."),
}


def view_matched(words: Words) -> str:
    """How many newly match a view, with the first of them."""
    count, items = int(words["count"] or 0), words["items"] or []
    names = ", ".join(f"#{number} {title}" for number, title in items) + (" …" if count > len(items) else "")
    sentence = ngettext("%(count)s newly matches: %(names)s", "%(count)s newly match: %(names)s", count)
    return sentence % {"count": count, "names": names}


ENTRY_SENTENCES = {
    "entry_added": gettext_lazy("%(actor)s put it on the Product Backlog."),
    "entry_edited": gettext_lazy("%(actor)s changed the entry."),
    "entry_ordered": gettext_lazy("%(actor)s moved it on the Product Backlog."),
    "entry_taken": gettext_lazy("%(actor)s took it for a team."),
    "entry_completed": gettext_lazy("%(actor)s said that it is done."),
}


def item_url(subject_id, words) -> str:
    """The item, or the comment that the event is about."""
    place = f"comments/{words['comment']}/" if words["comment"] else ""
    return f"/items/{subject_id}/{place}"


def item_ages(ids) -> dict:
    """How long nobody acted on those of the items that are undone."""
    rows = Item.objects.undone().filter(pk__in=ids).with_calendar()
    return {row["pk"]: age_of(row) for row in rows}


def age_of(row: dict) -> Age:
    group = ProductGroup(time_zone=row["product_group__time_zone"])
    silent, stale = group.days_between(row["silent_since"]), row["product_group__stale_days"]
    return Age(
        line=age_line(silent, stale),
        words=f"{silent_words(silent)}, {age_words(group.days_between(row['created']))}",
        length=length(silent),
        step=step(silent, stale),
    )


register(
    "item",
    url=item_url,
    sentences=ITEM_SENTENCES | ACTION_SENTENCES,
    quotes=quotes,
    ages=item_ages,
    sight=by_sight,
)
register("action", url=lambda subject_id, words: reverse("backlog:my-work"), sentences=ACTION_SENTENCES)
register("entry", url=lambda subject_id, words: reverse("backlog:product-backlog"), sentences=ENTRY_SENTENCES)
register(
    "view",
    url=lambda subject_id, words: f"/views/{subject_id}/",
    sentences={"view_matched": view_matched},
)
