"""Settings of a product group, and its teams."""

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from teams.models import ProductGroup, Team
from teams.models.groups import CONFIGURABLE, LIMITED

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

EFFECTS = {
    "slug": _("Letters, digits and hyphens; stands in addresses and in files."),
    "purpose": _("One or two sentences, so that people of other groups know who to turn to."),
    "open": _(
        "Everyone who can sign in sees the group and its items. "
        "Otherwise only those with a role in it do. Verbs stay with the roles."
    ),
    "time_zone": _("Days are counted by the calendar on this group's wall: deadlines, silence, wake dates."),
    "review_cycle_days": _(
        "A ready item on which no decision fell for longer than this is flagged as undecided. "
        "A flag is raised once in each cycle."
    ),
    "review_weekday": _("Proposed when a review meeting is planned."),
    "review_time": _("Proposed when a review meeting is planned."),
    "unanswered_days": _(
        "A new or ready item without a comment or decision by a manager or sponsor "
        "is flagged as unanswered after so many days."
    ),
    "stale_days": _(
        "An item on which no person did anything for so many days is flagged as stale. "
        "The age line of every item is drawn to this measure."
    ),
    "severely_overdue_days": _(
        "A promise that is so many days past its due date is flagged as severely overdue."
    ),
    "recurring_days": _(
        "What is raised again within so many days of being confirmed is flagged as recurring."
    ),
    "recurring_teams": _("What so many teams raised, or say affects them too, is flagged as recurring."),
    "proposal_days": _("A proposal to which the teams did not agree lapses after so many days."),
    "check_days": _("So many days after it was confirmed, the team is asked whether the item still holds."),
}

LABELS = {
    "unanswered_days": _("Unanswered after (days)"),
    "stale_days": _("Stale after (days)"),
    "severely_overdue_days": _("Severely overdue after (days)"),
    "recurring_days": _("Recurring if raised again within (days)"),
    "proposal_days": _("A proposal lapses after (days)"),
    "check_days": _("A confirmed item is asked again after (days)"),
}


@cache
def zones() -> list:
    """Time zones by region, as a select offers them."""
    by_region = {region: [] for region in REGIONS}
    for zone in sorted(available_timezones()):
        region, _slash, place = zone.partition("/")
        if region in by_region:
            by_region[region].append((zone, place.replace("_", " ")))
    return [("UTC", "UTC"), *by_region.items()]


class GroupForm(forms.ModelForm):
    """All settings of a product group. Fields that somebody else changed meanwhile are left alone."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=EFFECTS["time_zone"], required=True
    )

    class Meta:
        model = ProductGroup
        fields = CONFIGURABLE
        labels = LABELS
        help_texts = EFFECTS
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}),
            "review_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    PARTS = (
        (_("The group"), "", ("name", "slug", "purpose", "open", "time_zone")),
        (_("Rhythm"), "", ("review_cycle_days", "review_weekday", "review_time")),
        (
            _("Thresholds"),
            "",
            (
                "unanswered_days",
                "stale_days",
                "severely_overdue_days",
                "recurring_days",
                "recurring_teams",
                "proposal_days",
                "check_days",
            ),
        ),
        (
            _("Limits on the board"),
            _(
                "How many items of the group may be in a state at once; empty for no limit. Nothing is "
                "blocked: on the board a column over its limit says so to everybody, until there are fewer."
            ),
            tuple(f"limit_{state}" for state in LIMITED),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = self.instance._state.adding is False

    def parts(self):
        """The fields as the page shows them: heading, what it is about, and bound fields."""
        return [(heading, lead, [self[name] for name in names]) for heading, lead, names in self.PARTS]

    def changes(self) -> dict:
        """What the person changed on the page that they saw."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class NewGroupForm(forms.ModelForm):
    """What is needed to begin; the rest has sensible defaults."""

    teams = forms.CharField(
        label=_("Teams"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One name a line. More can be added later."),
    )

    class Meta:
        model = ProductGroup
        fields = ("name", "slug", "purpose")
        help_texts = EFFECTS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name", ""))

    def clean_teams(self) -> list[str]:
        return team_names(self.cleaned_data["teams"])


def team_names(text: str) -> list[str]:
    """Team names from lines. Raises `ValidationError` naming the line."""
    names = []
    for number, line in enumerate(text.splitlines(), start=1):
        name = " ".join(line.split())
        if not name:
            continue
        if len(name) > Team._meta.get_field("name").max_length:
            raise forms.ValidationError(_("Line %(n)s: this name is too long.") % {"n": number})
        if name in names:
            raise forms.ValidationError(_("Line %(n)s: this name stands there twice.") % {"n": number})
        names.append(name)
    return names


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ("name", "purpose")

    def validate_constraints(self):
        """Left to the verb, which knows the product group."""
