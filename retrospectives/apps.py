from django.apps import AppConfig


class RetrospectivesConfig(AppConfig):
    name = "retrospectives"
