from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "improvement.rest"
    label = "rest"
