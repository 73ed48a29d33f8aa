"""Addresses of items, backlogs and actions."""

app_name = "backlog"

urlpatterns = []
