from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backlog.models import raise_flags
from teams.models import ProductGroup


class Command(BaseCommand):
    help = "Compute the flags of all product groups, or of one, now."

    def add_arguments(self, parser):
        parser.add_argument("--group", metavar="SLUG", help="short name of one product group")

    def handle(self, *args, group=None, **options):
        groups = ProductGroup.objects.all()
        if group:
            groups = groups.filter(slug=group)
            if not groups:
                raise CommandError(f"There is no product group with the short name “{group}”.")
        for product_group in groups:
            raised = raise_flags(product_group, timezone.now())
            self.stdout.write(f"{product_group.slug}: {raised} raised")
