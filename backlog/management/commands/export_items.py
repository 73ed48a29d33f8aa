from django.core.management.base import BaseCommand, CommandError

from backlog import item_files
from backlog.models import Item
from teams.models import ProductGroup


class Command(BaseCommand):
    help = "Write all items, or those of one product group, as CSV in the format that import_items reads."

    def add_arguments(self, parser):
        parser.add_argument("--product-group", metavar="SLUG", help="the short name of one product group")

    def handle(self, *, product_group: str | None, **options):
        items = Item.objects.order_by("product_group", "number")
        if product_group:
            group = ProductGroup.objects.filter(slug=product_group).first()
            if group is None:
                raise CommandError(f"There is no product group “{product_group}”.")
            items = items.filter(product_group=group)
        for line in item_files.write(items):
            self.stdout.write(line, ending="")
