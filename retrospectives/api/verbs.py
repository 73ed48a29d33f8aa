"""An address for each verb of a retrospective."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from retrospectives.api.board import RetrospectiveOut
from retrospectives.models.life import VERBS
from teams.bodies import Body
from teams.resources import verb_address


def verb(name: str, body: type[Body], call: Callable, summary: str, path: str = ""):
    """An address for one verb of a retrospective."""
    return verb_address(
        VERBS,
        name,
        body,
        on_board(call),
        operation=f"retrospectives_{(path or name).replace('-', '_')}",
        out=RetrospectiveOut,
        summary=summary,
        path=path,
    )


def on_board(call: Callable) -> Callable:
    """The verb; a row that is not on this board is a matter of the fields, not of the address."""

    def run(*args, **said):
        try:
            return call(*args, **said)
        except Http404 as error:
            raise ValidationError(_("There is nothing with this id on this board.")) from error

    return run
