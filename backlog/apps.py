from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BacklogConfig(AppConfig):
    name = "backlog"

    def ready(self):
        autodiscover_modules("origins", "findings")
