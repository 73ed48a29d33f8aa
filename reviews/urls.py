"""Addresses of review meetings."""

from django.urls import path

from reviews.views import lists, meeting, preparing

app_name = "reviews"

urlpatterns = [
    path("reviews/", lists.review_list, name="review-list"),
    path("reviews/plan/", preparing.review_plan, name="review-plan"),
    path("reviews/<uuid:pk>/", preparing.review, name="review"),
    path("reviews/<uuid:pk>/move/", preparing.review_move, name="review-move"),
    path("reviews/<uuid:pk>/cancel/", preparing.review_cancel, name="review-cancel"),
    path("reviews/<uuid:pk>/add/", preparing.review_add, name="review-add"),
    path("reviews/<uuid:pk>/remove/", preparing.review_remove, name="review-remove"),
    path("reviews/<uuid:pk>/put-back/", preparing.review_put_back, name="review-put-back"),
    path("reviews/<uuid:pk>/arrange/", preparing.review_arrange, name="review-arrange"),
    path("reviews/<uuid:pk>/start/", meeting.review_start, name="review-start"),
    path("reviews/<uuid:pk>/run/", meeting.review_run, name="review-run"),
    path("reviews/<uuid:pk>/decide/<uuid:item>/", meeting.review_decide, name="review-decide"),
    path("reviews/<uuid:pk>/assess/<uuid:item>/", meeting.review_assess, name="review-assess"),
    path("reviews/<uuid:pk>/mark/", meeting.review_mark, name="review-mark"),
    path("reviews/<uuid:pk>/act/", meeting.review_act, name="review-act"),
    path("reviews/<uuid:pk>/attend/", meeting.review_attend, name="review-attend"),
    path("reviews/<uuid:pk>/end/", meeting.review_end, name="review-end"),
]
