"""What the interface answers where there is no resource."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView


@extend_schema(exclude=True)
class NotFound(APIView):
    """Every other address: a problem document, in the words of everything that is not there."""

    def initial(self, request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404
