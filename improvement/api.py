"""The interface for programs: which resource stands under which address."""

from django.urls import path, re_path

from backlog.api import (
    ActionResource,
    EntryResource,
    EventResource,
    FlagResource,
    SweepResource,
    ViewResource,
)
from improvement.rest.router import Router
from improvement.rest.views import NotFound, Start, docs, schema
from retrospectives.api import BroughtNotesResource, RetrospectiveResource
from reviews.api import MeetingDecisionResource, MeetingItemResource, ReviewResource
from teams.api import GroupResource, PersonResource, TeamResource

app_name = "api"

router = Router(use_regex_path=False)
router.register("product-groups", GroupResource, "product-group")
router.register("teams", TeamResource, "team")
router.register("people", PersonResource, "person")
router.register("items", MeetingItemResource, "item")
router.register("retrospectives", RetrospectiveResource, "retrospective")
router.register("brought-notes", BroughtNotesResource, "brought-notes")
router.register("reviews", ReviewResource, "review")
router.register("decisions", MeetingDecisionResource, "decision")
router.register("actions", ActionResource, "action")
router.register("product-backlog", EntryResource, "entry")
router.register("flags", FlagResource, "flag")
router.register("views", ViewResource, "view")
router.register("sweeps", SweepResource, "sweep")
router.register("events", EventResource, "event")

urlpatterns = [
    *router.urls,
    path("", Start.as_view(resources=router.names), name="start"),
    path("docs/", docs, name="docs"),
    path("schema/", schema, name="schema"),
    re_path(".+", NotFound.as_view(), name="not-found"),
]
