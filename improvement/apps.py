import atexit

from django.apps import AppConfig
from django.core.checks import register

from improvement.database import let_go
from improvement.policy.check import every_address_has_a_policy


class ImprovementConfig(AppConfig):
    name = "improvement"

    def ready(self):
        register(every_address_has_a_policy)
        atexit.register(let_go)
