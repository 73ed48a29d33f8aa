"""Addresses of items, backlogs and actions."""

from django.urls import path

from backlog.forms.sweeping import SWEEPS
from backlog.forms.verbs import VERB_FORMS
from backlog.views import (
    actions,
    alike,
    attachments,
    board,
    capture,
    comments,
    editing,
    entries,
    files,
    finding,
    flags,
    improvement_backlog,
    item,
    lists,
    my_work,
    product_backlog,
    saved_views,
    succeeding,
    sweeping,
    talking,
    templates,
    triage,
    verbs,
)

app_name = "backlog"

urlpatterns = [
    # lists
    path("", my_work.my_work, name="my-work"),
    path("actions/", actions.action_list, name="action-list"),
    path("actions/<uuid:pk>/edit/", actions.action_edit, name="action-edit"),
    path("items/", lists.item_list, name="item-list"),
    path("find/", finding.find_page, name="find"),
    path("find/completions/", finding.find_completions, name="find-completions"),
    path("items/board/", board.item_board, name="item-board"),
    path("items/new/", capture.item_create, name="item-create"),
    path("items/questions/", capture.item_questions, name="item-questions"),
    path("items/alike/", alike.items_alike, name="items-alike"),
    path("items/propose/", capture.item_propose, name="item-propose"),
    # orders made by hand
    path("backlog/", improvement_backlog.improvement_backlog, name="improvement-backlog"),
    path("backlog/order/", improvement_backlog.item_order, name="item-order"),
    path("product-backlog/", product_backlog.product_backlog, name="product-backlog"),
    path("product-backlog/order/", product_backlog.entry_order, name="entry-order"),
    path("product-backlog/new/", entries.entry_create, name="entry-create"),
    path("product-backlog/<uuid:pk>/", entries.entry, name="entry"),
    path("product-backlog/<uuid:pk>/edit/", entries.entry_edit, name="entry-edit"),
    path("product-backlog/<uuid:pk>/take/", entries.entry_take, name="entry-take"),
    path("product-backlog/<uuid:pk>/complete/", entries.entry_complete, name="entry-complete"),
    # triage
    path("triage/", triage.triage, name="triage"),
    path("triage/one/", triage.triage_one, name="triage-one"),
    path("triage/proposals/", triage.proposals, name="proposals"),
    path("triage/learning/", triage.learning, name="learning"),
    path("triage/undo/<uuid:pk>/", sweeping.undo, name="triage-undo"),
    *(path(f"triage/{what}/", sweeping.sweep, {"what": what}, name=f"triage-{what}") for what in SWEEPS),
    # what is asked of items
    path("settings/product-groups/<uuid:pk>/templates/", templates.template_list, name="template-list"),
    path("settings/product-groups/<uuid:pk>/templates/<str:kind>/", templates.template, name="template"),
    # one item
    path("items/<uuid:pk>/", item.item, name="item"),
    path("items/<uuid:pk>/move/", board.item_move, name="item-move"),
    path("items/<uuid:pk>/edit/", editing.edit, name="item-edit"),
    path("items/<uuid:pk>/comment/", talking.comment, name="item-comment"),
    path("items/<uuid:pk>/comments/", item.comments, name="item-comments"),
    path("items/<uuid:pk>/comments/<uuid:comment>/", item.comment, name="comment"),
    path("items/<uuid:pk>/comment/preview/", comments.preview, name="comment-preview"),
    path("items/<uuid:pk>/comment/people/", comments.mentionable, name="comment-people"),
    path("items/<uuid:pk>/comments/<uuid:comment>/edit/", comments.comment_edit, name="comment-edit"),
    path("items/<uuid:pk>/comments/<uuid:comment>/remove/", comments.comment_remove, name="comment-remove"),
    path(
        "items/<uuid:pk>/comments/<uuid:comment>/restore/", comments.comment_restore, name="comment-restore"
    ),
    path(
        "items/<uuid:pk>/comments/<uuid:comment>/versions/",
        comments.comment_versions,
        name="comment-versions",
    ),
    path("items/<uuid:pk>/files/<uuid:file>/", attachments.attachment, name="attachment"),
    path("items/<uuid:pk>/files/<uuid:file>/small/", attachments.small_picture, name="attachment-small"),
    path(
        "items/<uuid:pk>/files/<uuid:file>/remove/", attachments.attachment_remove, name="attachment-remove"
    ),
    path(
        "items/<uuid:pk>/files/<uuid:file>/restore/",
        attachments.attachment_restore,
        name="attachment-restore",
    ),
    path("items/<uuid:pk>/watch/", comments.watch, name="item-watch"),
    path("items/<uuid:pk>/unwatch/", comments.unwatch, name="item-unwatch"),
    path("items/<uuid:pk>/history/", item.history, name="item-history"),
    path("items/<uuid:pk>/again/", succeeding.successor, {"way": "again"}, name="item-again"),
    path("items/<uuid:pk>/alike/", alike.item_alike, name="item-alike"),
    path("items/<uuid:pk>/tests/", succeeding.successor, {"way": "tests"}, name="item-tests"),
    path("items/<uuid:pk>/add-action/", talking.add_action, name="item-add-action"),
    path("items/<uuid:pk>/merge/targets/", verbs.merge_targets, name="item-merge-targets"),
    *(
        path(f"items/<uuid:pk>/{verb}/", verbs.verb, {"verb": verb}, name=f"item-{verb}")
        for verb in VERB_FORMS
    ),
    path("groups/<slug:slug>/flags/compute/", flags.flags_compute, name="flags-compute"),
    path("groups/<slug:slug>/items/<int:number>/", item.item_by_number, name="item-by-number"),
    path("actions/<uuid:pk>/complete/", talking.complete_action, name="action-complete"),
    path("actions/<uuid:pk>/resume/", talking.resume_action, name="action-resume"),
    # saved views
    path("views/", saved_views.view_list, name="view-list"),
    path("views/new/", saved_views.view_create, name="view-create"),
    path("views/<uuid:pk>/", saved_views.view_open, name="view"),
    path("views/<uuid:pk>/edit/", saved_views.view_edit, name="view-edit"),
    path("views/<uuid:pk>/save/", saved_views.view_save, name="view-save"),
    path("views/<uuid:pk>/remove/", saved_views.view_remove, name="view-remove"),
    path("views/<uuid:pk>/restore/", saved_views.view_restore, name="view-restore"),
    path("views/<uuid:pk>/pin/", saved_views.view_pin, name="view-pin"),
    path("views/<uuid:pk>/unpin/", saved_views.view_unpin, name="view-unpin"),
    path("views/<uuid:pk>/subscribe/", saved_views.view_subscribe, name="view-subscribe"),
    path("views/<uuid:pk>/unsubscribe/", saved_views.view_unsubscribe, name="view-unsubscribe"),
    # items in files
    path("items/import/", files.item_import, name="item-import"),
    path("items/import/<uuid:pk>/", files.item_import_progress, name="item-import-progress"),
    path("items/export/", files.item_export, name="item-export"),
]
