"""Addresses of retrospectives."""

app_name = "retrospectives"

urlpatterns = []
