"""Every address of the service, one room a line."""

from django.urls import include, path

from improvement import demo, frame, health

urlpatterns = [
    path("api/v1/", include("improvement.api")),
    path("", include("backlog.urls")),
    path("retrospectives/", include("retrospectives.urls")),
    path("", include("activity.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("account/", include("allauth.account.urls")),
    path("demo/leave/", demo.leave, name="demo-leave"),
    path("choose/theme/", frame.choose_theme, name="choose-theme"),
    path("choose/group/", frame.choose_group, name="choose-group"),
]

handler400 = "improvement.refusals.unreadable"
