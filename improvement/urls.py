"""Every address of the service, one room a line."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
]
