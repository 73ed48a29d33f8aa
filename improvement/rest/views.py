"""What the interface answers beside its resources: where to begin, its description, and nothing."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from improvement.rest.json import write
from improvement.rest.problems import PROBLEMS
from improvement.rest.reference import described, reference
from improvement.rest.router import Contract

YAML = "application/vnd.oai.openapi"


@extend_schema(exclude=True)
class Start(Contract, APIView):
    """`/api/v1/`: where every resource is, and where it is described."""

    resources: tuple[tuple[str, str], ...] = ()

    def get(self, request) -> Response:
        lists = {name: reverse(f"api:{basename}-list") for name, basename in self.resources}
        described = {"schema": reverse("api:schema"), "docs": reverse("api:docs")}
        addresses = lists | described
        return Response({name: request.build_absolute_uri(path) for name, path in addresses.items()})


@extend_schema(exclude=True)
class NotFound(Contract, APIView):
    """Every other address: a problem document, in the words of everything that is not there.

    Who forgot the slash at the end is sent on (308: with the same method and body).
    """

    def answer(self, request, **kwargs) -> Response:
        whole = f"{request.path}/"
        if request.path.endswith("/") or resolve(whole).url_name == request.resolver_match.url_name:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        return Response(status=308, headers={"Location": f"{whole}?{query}" if query else whole})

    get = post = put = patch = delete = answer


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The description for programs: OpenAPI 3.1, as JSON, or as YAML for who asks for it."""
    wanted = request.get_preferred_type(["application/vnd.oai.openapi+json", "application/json", YAML])
    if wanted == YAML or request.GET.get("format") == "yaml":
        return HttpResponse(as_yaml(), content_type=YAML)
    return HttpResponse(as_json(), content_type=wanted or "application/json")


@cache
def as_json() -> bytes:
    return write(described())


@cache
def as_yaml() -> bytes:
    return OpenApiYamlRenderer().render(described(), renderer_context={})


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description for people: no script, the words of the schema."""
    told = {"reference": reference(), "problems": PROBLEMS}
    return render(request, "improvement/reference.html", told)
