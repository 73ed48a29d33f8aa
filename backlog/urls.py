"""Addresses of items, backlogs and actions."""

from django.urls import path

from backlog.forms.verbs import VERB_FORMS
from backlog.views import actions, capture, editing, files, flags, item, lists, my_work, talking, verbs

app_name = "backlog"

urlpatterns = [
    # lists
    path("", my_work.my_work, name="my-work"),
    path("actions/", actions.action_list, name="action-list"),
    path("actions/<uuid:pk>/edit/", actions.action_edit, name="action-edit"),
    path("items/", lists.item_list, name="item-list"),
    path("items/board/", lists.item_board, name="item-board"),
    path("items/new/", capture.item_create, name="item-create"),
    path("items/propose/", capture.item_propose, name="item-propose"),
    # one item
    path("items/<uuid:pk>/", item.item, name="item"),
    path("items/<uuid:pk>/edit/", editing.edit, name="item-edit"),
    path("items/<uuid:pk>/comment/", talking.comment, name="item-comment"),
    path("items/<uuid:pk>/comments/", item.comments, name="item-comments"),
    path("items/<uuid:pk>/comments/<uuid:comment>/", item.comment, name="comment"),
    path("items/<uuid:pk>/history/", item.history, name="item-history"),
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
    # items in files
    path("items/import/", files.item_import, name="item-import"),
    path("items/import/<uuid:pk>/", files.item_import_progress, name="item-import-progress"),
    path("items/export/", files.item_export, name="item-export"),
]
