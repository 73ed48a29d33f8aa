"""Addresses of retrospectives."""

from django.urls import include, path

from retrospectives.views import (
    agreements,
    board,
    bringing,
    drafts,
    exporting,
    filing,
    guests,
    holding,
    items,
    listing,
    notes,
    topics,
)

app_name = "retrospectives"

note = [
    path("edit/", notes.note_edit, name="note-edit"),
    path("move/", notes.note_move, name="note-move"),
    path("vote/", notes.note_vote, name="note-vote"),
    path("remove/", notes.note_remove, name="note-remove"),
    path("restore/", notes.note_restore, name="note-restore"),
    path("ungroup/", topics.note_ungroup, name="note-ungroup"),
]
one = [
    path("", board.retrospective, name="retrospective"),
    path("edit/", holding.edit, name="retrospective-edit"),
    path("close/", holding.close, name="retrospective-close"),
    path("reopen/", holding.reopen, name="retrospective-reopen"),
    path("let-in/", guests.let_in, name="retrospective-let-in"),
    path("columns/add/", board.column_add, name="column-add"),
    path("columns/<uuid:column>/edit/", board.column_edit, name="column-edit"),
    path("columns/<uuid:column>/remove/", board.column_remove, name="column-remove"),
    path("notes/add/", notes.note_add, name="note-add"),
    path("notes/place/", notes.note_place, name="note-place"),
    path("notes/<uuid:note>/", include(note)),
    path("topics/add/", topics.topic_add, name="topic-add"),
    path("topics/<uuid:topic>/rename/", topics.topic_rename, name="topic-rename"),
    path("topics/<uuid:topic>/vote/", topics.topic_vote, name="topic-vote"),
    path("agreements/add/", agreements.agreement_add, name="agreement-add"),
    path("agreements/<uuid:agreement>/edit/", agreements.agreement_edit, name="agreement-edit"),
    path("agreements/<uuid:agreement>/drop/", agreements.agreement_drop, name="agreement-drop"),
    path("agreements/<uuid:agreement>/keep/", agreements.agreement_keep, name="agreement-keep"),
    path("export/", exporting.retrospective_export, name="retrospective-export"),
    path("paste/", bringing.notes_paste, name="notes-paste"),
    path("file/", filing.file_item, name="file-item"),
]

draft = [
    path("", drafts.draft, name="draft"),
    path("correct/", drafts.draft_correct, name="draft-correct"),
    path("store/", drafts.draft_store, name="draft-store"),
    path("items/", items.draft_items, name="draft-items"),
    path("discard/", drafts.draft_discard, name="draft-discard"),
]

urlpatterns = [
    path("", listing.retrospective_list, name="retrospective-list"),
    path("hold/", holding.hold, name="retrospective-hold"),
    path("bring/", bringing.notes_bring, name="notes-bring"),
    path("bring/<uuid:pk>/", include(draft)),
    path("join/<str:secret>/", guests.join, name="retrospective-join"),
    path("<uuid:pk>/", include(one)),
]
