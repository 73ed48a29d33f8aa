"""Every address of the service, one room a line."""

from django.urls import include, path
from django.views.generic import RedirectView

from improvement import demo, frame, health, palette

urlpatterns = [
    path("api/v1/", include("improvement.api")),
    path("", include("backlog.urls")),
    path("retrospectives/", include("retrospectives.urls")),
    path("", include("activity.urls")),
    path("", include("teams.urls")),
    path("", include("reviews.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    # an address to sign in with is changed by an administrator
    path("account/email/", RedirectView.as_view(pattern_name="teams:profile"), name="account_email"),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("demo/leave/", demo.leave, name="demo-leave"),
    path("palette/", palette.palette, name="palette"),
    path("choose/theme/", frame.choose_theme, name="choose-theme"),
    path("choose/group/", frame.choose_group, name="choose-group"),
]

handler400 = "improvement.refusals.unreadable"
handler500 = "improvement.refusals.failed"
