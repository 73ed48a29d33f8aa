from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ActivityConfig(AppConfig):
    name = "activity"

    def ready(self):
        autodiscover_modules("sentences")
