"""Retrospectives: held, filled with notes, and turned into items. Seen by those who take part only."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from activity.keyset import Order
from activity.listing import Listing, Several
from retrospectives.api import bodies
from retrospectives.api.board import (
    AgreementOut,
    BoardOut,
    FiledOut,
    NoteOut,
    RetrospectiveOut,
    TopicOut,
    agreement,
    board,
    note,
)
from retrospectives.api.exporting import ExportOut, exported
from retrospectives.api.paste import PasteOut, own_draft, paste, pasted, read
from retrospectives.api.verbs import on_board, verb
from retrospectives.board import Board
from retrospectives.exporting import FORMS
from retrospectives.models import Kind, Retrospective, State
from retrospectives.models.life import VERBS
from teams import permissions
from teams.bodies import Body, Nothing
from teams.resources import Resource


class RetrospectiveListing(Listing):
    product_group = Several(forms.UUIDField())
    team = Several(forms.UUIDField())
    kind = Several(forms.ChoiceField(choices=Kind.choices))
    state = Several(forms.ChoiceField(choices=State.choices))

    lookups = {
        "product_group": "product_group__in",
        "team": "team__in",
        "kind": "kind__in",
        "state": "state__in",
    }


class RetrospectiveResource(Resource):
    """Retrospectives of one's teams and those in which one takes part, newest first."""

    model = Retrospective
    columns = {
        "id": "id",
        "kind": "kind",
        "product_group": "product_group_id",
        "product_group_name": "product_group__name",
        "team": "team_id",
        "team_name": "team__name",
        "title": "title",
        "date": "date",
        "format": "format",
        "facilitator": "facilitator_id",
        "facilitator_name": "facilitator__name",
        "votes_each": "votes_each",
        "state": "state",
        "created": "created",
        "version": "version",
    }
    order = Order.by("-date", "-id")
    listing = RetrospectiveListing
    serializer_class = RetrospectiveOut

    @extend_schema(request=bodies.HoldBody, responses={201: RetrospectiveOut}, summary="Hold a retrospective")
    def create(self, request, **kwargs):
        self._require_holder()
        return self.answer_created(Retrospective.hold(by=request.user, **self._held()).pk)

    def _require_holder(self) -> None:
        """Policy before the fields: for the place that is named, or for any at all."""
        user, kind = self.request.user, self.sent().get("kind", Kind.TEAM)
        team, group = self.named(bodies.HoldBody, "team"), self.named(bodies.HoldBody, "product_group")
        if kind == Kind.TEAM and team is not None:
            permissions.require(user, "retrospectives.hold_retrospective", team)
        elif kind != Kind.TEAM and group is not None:
            permissions.require(user, "retrospectives.hold_overall", group)
        elif not user.access.own_group_ids:
            raise PermissionDenied

    def _held(self) -> dict:
        said = self.read(bodies.HoldBody)
        place = "team" if said["kind"] == Kind.TEAM else "product_group"
        if said.get(place) is None:
            raise ValidationError({place: _("Say who holds it.")})
        return said

    @extend_schema(request=bodies.FactsBody, responses={200: RetrospectiveOut}, summary="Change its facts")
    def update(self, request, **kwargs):
        return self._edit(partial=False)

    @extend_schema(request=bodies.FactsBody, responses={200: RetrospectiveOut}, summary="Change some facts")
    def partial_update(self, request, **kwargs):
        return self._edit(partial=True)

    def _edit(self, *, partial: bool):
        return self.edit(
            VERBS["edit"].permission,
            bodies.FactsBody,
            lambda found, by, **changes: found.edit(by=by, **changes),
            partial=partial,
            require=lambda found: found.require("edit", by=self.request.user),
        )

    @extend_schema(
        operation_id="retrospectives_board", responses={200: BoardOut}, summary="What lies on the board"
    )
    @action(detail=True, url_path="board", url_name="board", pagination_class=None)
    def board(self, request, **kwargs):
        return Response(board(Board(self.get_object(), request.user)))

    def make(self, name: str, body: type[Body], call: Callable) -> tuple:
        """Put something on the board by the verb `name`; the retrospective, and what was made."""
        found, said = self.asked(
            VERBS[name].permission, body, require=lambda found: found.require(name, by=self.request.user)
        )
        return found, on_board(call)(found, by=self.request.user, **said)

    @extend_schema(
        operation_id="retrospectives_note",
        request=bodies.WriteBody,
        responses={201: NoteOut},
        summary="Write a note",
    )
    @action(detail=True, methods=["post"], url_path="notes", url_name="notes")
    def notes(self, request, **kwargs):
        found, made = self.make(
            "note", bodies.WriteBody, lambda found, by, column, text: found.add_note(column, text, by=by)
        )
        shown = Board(found, request.user).notes
        return Response(next(note(row) for row in shown if row["id"] == made.pk), status=201)

    @extend_schema(
        operation_id="retrospectives_group",
        request=bodies.NotesBody,
        responses={201: TopicOut},
        summary="Group notes into a topic",
    )
    @action(detail=True, methods=["post"], url_path="topics", url_name="topics")
    def topics(self, request, **kwargs):
        found, made = self.make(
            "group", bodies.NotesBody, lambda found, by, notes, **said: found.group(notes, by=by, **said)
        )
        row = next(row for row in Board(found, request.user).topics if row["id"] == made.pk)
        return Response({name: row[name] for name in ("id", "title", "votes", "voted")}, status=201)

    @extend_schema(
        operation_id="retrospectives_agree",
        request=bodies.AgreementBody,
        responses={201: AgreementOut},
        summary="Agree on something that those who take part do themselves",
    )
    @action(detail=True, methods=["post"], url_path="agreements", url_name="agreements")
    def agreements(self, request, **kwargs):
        found, made = self.make(
            "agree", bodies.AgreementBody, lambda found, by, text, **said: found.agree(text, by=by, **said)
        )
        rows = Board(found, request.user).agreements
        return Response(next(agreement(row) for row in rows if row["id"] == made.pk), status=201)

    @extend_schema(
        operation_id="retrospectives_file_item",
        request=bodies.FileItemBody,
        responses={201: FiledOut},
        summary="Make an item of notes; it keeps its way back to them",
    )
    @action(detail=True, methods=["post"], url_path="file-item", url_name="file-item")
    def file_item(self, request, **kwargs):
        found, made = self.make(
            "file_item",
            bodies.FileItemBody,
            lambda found, by, notes, **said: found.file_item(notes, by=by, **said),
        )
        page = request.build_absolute_uri(made.get_absolute_url())
        return Response({"id": made.pk, "number": made.number, "url": page}, status=201)

    @extend_schema(
        operation_id="retrospectives_read_paste",
        request=bodies.PasteBody,
        responses={201: PasteOut},
        summary="Read a text; what was understood waits to be stored",
    )
    @action(detail=True, methods=["post"], url_path="read-paste", url_name="read-paste")
    def read_paste(self, request, **kwargs):
        _found, draft = self.make("paste", bodies.PasteBody, lambda found, by, text: read(found, text, by=by))
        return Response(pasted(draft), status=201)

    @extend_schema(
        operation_id="retrospectives_export",
        parameters=[OpenApiParameter("as", str, enum=list(FORMS), default="md", description="The form.")],
        responses={200: ExportOut},
        summary="The board written down, so that it can be brought again elsewhere",
    )
    @action(detail=True, url_path="export", url_name="export", pagination_class=None)
    def export(self, request, **kwargs):
        return Response(exported(self.get_object(), request))

    add_column_verb = verb(
        "column",
        bodies.ColumnBody,
        lambda found, by, title, **said: found.add_column(title, by=by, **said),
        "Add a column",
        path="add-column",
    )
    paste_verb = verb(
        "paste", bodies.PasteBody, lambda found, by, text: paste(found, text, by=by), "Put pasted notes on it"
    )
    store_paste_verb = verb(
        "paste",
        bodies.StorePasteBody,
        lambda found, by, paste: own_draft(found, paste, by).store(by=by),
        "Put on it what was read before: all of it or nothing, and once",
        path="store-paste",
    )
    vote_verb = verb(
        "vote",
        bodies.VoteBody,
        lambda found, by, **said: found.vote(by=by, **said),
        "Give a topic or a note one of one's votes",
    )
    unvote_verb = verb(
        "vote",
        bodies.VoteBody,
        lambda found, by, **said: found.unvote(by=by, **said),
        "Take one's vote back",
        path="unvote",
    )
    keep_agreement_verb = verb(
        "keep_agreement",
        bodies.KeepBody,
        lambda found, by, agreement, kept: found.keep_agreement(agreement, kept=kept, by=by),
        "Say whether an agreement is kept",
        path="keep-agreement",
    )
    invite_verb = verb(
        "edit",
        bodies.PeopleBody,
        lambda found, by, people: found.edit(people=people, by=by),
        "Let exactly these people take part",
        path="invite",
    )
    close_verb = verb("close", Nothing, lambda found, by: found.close(by=by), "End the meeting")
    reopen_verb = verb("reopen", Nothing, lambda found, by: found.reopen(by=by), "Go on with the meeting")
