"""List the people of the demonstration as JSON, so that programs can sign in as each of them."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from teams.demo_people import demo_people


class Command(BaseCommand):
    help = "Prints a JSON list of the people of the demo: name, email, password, product_group, team, roles."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("This installation is no demo.")
        self.stdout.write(json.dumps(demo_people(), ensure_ascii=False, indent=1))
