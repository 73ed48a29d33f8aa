"""The interface for programs: which resource stands under which address."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from backlog.api import ItemResource
from improvement.rest.router import Router
from improvement.rest.views import NotFound

app_name = "api"

router = Router(use_regex_path=False)
router.register("items", ItemResource, "item")

urlpatterns = [
    *router.urls,
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    re_path(".*", NotFound.as_view(), name="not-found"),
]
