"""Formats: what the columns of a new retrospective are called, and which way each leans."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from backlog.models import Kind


class Leaning(models.TextChoices):
    """What a column gathers. Suggests the kind of the items that its notes become."""

    GOOD = "good", _("what goes well")
    HINDERING = "hindering", _("what stands in the way")
    IDEA = "idea", _("ideas")
    EXPERIMENT = "experiment", _("things to try")
    OPEN = "open", _("anything")


KIND_BY_LEANING = {
    Leaning.GOOD: Kind.IMPROVEMENT,
    Leaning.HINDERING: Kind.IMPEDIMENT,
    Leaning.IDEA: Kind.IMPROVEMENT,
    Leaning.EXPERIMENT: Kind.EXPERIMENT,
    Leaning.OPEN: Kind.IMPEDIMENT,
}


@dataclass(frozen=True)
class Format:
    """A template: its name, and `(title, leaning)` of its columns from left to right."""

    name: str
    columns: tuple[tuple[str, str], ...]


FORMATS: dict[str, Format] = {
    "went_well": Format(
        _("Went well, to improve, ideas"),
        (
            (_("Went well"), Leaning.GOOD),
            (_("To improve"), Leaning.HINDERING),
            (_("Ideas"), Leaning.IDEA),
        ),
    ),
    "start_stop_continue": Format(
        _("Start, stop, continue"),
        (
            (_("Start"), Leaning.EXPERIMENT),
            (_("Stop"), Leaning.HINDERING),
            (_("Continue"), Leaning.GOOD),
        ),
    ),
    "mad_sad_glad": Format(
        _("Mad, sad, glad"),
        (
            (_("Mad"), Leaning.HINDERING),
            (_("Sad"), Leaning.HINDERING),
            (_("Glad"), Leaning.GOOD),
        ),
    ),
    "four_ls": Format(
        _("Liked, learned, lacked, longed for"),
        (
            (_("Liked"), Leaning.GOOD),
            (_("Learned"), Leaning.OPEN),
            (_("Lacked"), Leaning.HINDERING),
            (_("Longed for"), Leaning.IDEA),
        ),
    ),
    "sailboat": Format(
        _("Sailboat"),
        (
            (_("Wind: what drives us"), Leaning.GOOD),
            (_("Anchor: what holds us back"), Leaning.HINDERING),
            (_("Rocks: what threatens us"), Leaning.HINDERING),
            (_("Island: where we want to be"), Leaning.IDEA),
        ),
    ),
    "own": Format(_("Own columns"), ((_("Notes"), Leaning.OPEN),)),
}

FORMAT_CHOICES = [(key, format.name) for key, format in FORMATS.items()]
