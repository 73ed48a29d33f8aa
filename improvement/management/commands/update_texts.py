from django.conf import settings
from django.core.management.base import BaseCommand

from improvement.texts import catalogue_path, missing, update_catalogue


class Command(BaseCommand):
    help = "Bring the translation catalogues up to date with the texts in code and templates."
    requires_system_checks = []

    def handle(self, **options):
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue
            left = missing(update_catalogue(language))
            self.stdout.write(f"{catalogue_path(language)}: {len(left)} texts without a translation")
            for text in left if options["verbosity"] > 1 else []:
                self.stdout.write(f"  {text}")
