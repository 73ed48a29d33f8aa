"""Decisions, with the review meeting in which each was made or read out."""

from django import forms
from rest_framework import serializers

from activity.listing import Several
from backlog.api import DecisionResource
from backlog.api.readings import DecisionListing, DecisionOut


class MeetingDecisionOut(DecisionOut):
    review = serializers.UUIDField(
        allow_null=True, help_text="The meeting in which it was made or read out; null for none yet."
    )


class MeetingDecisionListing(DecisionListing):
    review = Several(forms.UUIDField())

    lookups = DecisionListing.lookups | {"review": "review_decision__review__in"}


class MeetingDecisionResource(DecisionResource):
    """What the managers decided, newest first."""

    columns = DecisionResource.columns | {"review": "review_decision__review_id"}
    listing = MeetingDecisionListing
    serializer_class = MeetingDecisionOut
