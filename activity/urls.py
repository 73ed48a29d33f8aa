"""Addresses of the inbox."""

from django.urls import path

from activity import views

app_name = "activity"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.inbox_read, name="inbox-read"),
    path("inbox/unread/", views.inbox_unread, name="inbox-unread"),
    path("inbox/<int:pk>/", views.notification, name="notification"),
    path("inbox/<int:pk>/read/", views.notification_read, name="notification-read"),
    path("inbox/<int:pk>/unread/", views.notification_unread, name="notification-unread"),
]
