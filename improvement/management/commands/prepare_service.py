"""Make everything ready that the service needs: texts, static files, database, demo. Safe to repeat."""

import shutil

from django.conf import settings
from django.core.management import BaseCommand, call_command

from improvement import database
from improvement.broker import check_broker, forget_queue
from improvement.collected import collect_changed
from improvement.translations import compile_changed
from teams.models import User


class Command(BaseCommand):
    help = "Compiles translations, collects static files, creates, migrates and (demo) fills the database."
    requires_system_checks = []

    def add_arguments(self, parser):
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--database-only", action="store_true", help="leave texts and static files alone")
        only.add_argument("--files-only", action="store_true", help="leave database and broker alone")

    def handle(self, **options):
        self.database_only = options["database_only"]
        if not self.database_only:
            self.ready_files()
        if not options["files_only"]:
            check_broker()
            self.ready_database()

    def ready_files(self):
        if compile_changed(settings.LOCALE_PATHS):
            self.say("Translations compiled")
        if collect_changed(settings.STATIC_ROOT):
            self.say("Static files collected")

    def ready_database(self):
        with database.readying():
            self.finish_leaving_demo()
            if database.create_missing(settings.DATABASES["default"]["NAME"]):
                self.say("Database created")
            if database.needs_migration():
                self.say("Bringing the database up to date")
                database.migrate()
            if settings.DEMO and not User.objects.exists():
                self.say("Filling the demo, which takes a minute")
                call_command("make_demo", stdout=self.stdout)
        if settings.DEMO and not self.database_only:
            self.list_demo_people()

    def list_demo_people(self):
        """Keep the list for the one who tells at the terminal how they sign in."""
        settings.HOME.demo.mkdir(exist_ok=True)
        with settings.HOME.demo_people.open("w") as file:
            call_command("demo_people", stdout=file)

    def finish_leaving_demo(self):
        """Drop the demo whole, once somebody has left it."""
        home = settings.HOME
        if home.demo_left.exists() and not settings.DEMO:
            database.drop(settings.DATABASES["default"]["NAME"] + database.DEMO_SUFFIX)
            forget_queue(settings.DATABASE_NAME + database.DEMO_SUFFIX)
            shutil.rmtree(home.demo, ignore_errors=True)

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
