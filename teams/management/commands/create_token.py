"""Make a token with which a program signs in as one person."""

from django.core.management.base import BaseCommand, CommandError

from teams.models import ApiToken, User


class Command(BaseCommand):
    help = "Makes a token for the person with this e-mail address; prints the token and nothing else."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="create_token", help="how the token is called in the profile")
        parser.add_argument("--read", action="store_true", help="the token may only read")

    def handle(self, *args, email, name, read, **options):
        person = User.objects.active().addressed_exactly(email).first()
        if person is None:
            raise CommandError(f"Nobody who may sign in has the e-mail address {email}.")
        scope = ApiToken.Scope.READ if read else ApiToken.Scope.WRITE
        _token, secret = ApiToken.issue(person, name, scope)
        self.stdout.write(secret)
