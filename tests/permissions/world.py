"""Objects of the cast's own product group, and the like of another one, for every kind of address."""

from datetime import timedelta
from types import SimpleNamespace

from backlog.models import Action, ItemImport
from teams.models import Membership, Team
from tests.cast import make_cast, make_item, person


def make_world() -> SimpleNamespace:
    """`cast`, and by the name of an object what its address needs: `own` and `foreign`."""
    cast = make_cast()
    return SimpleNamespace(cast=cast, own=_objects(cast), foreign=_objects(_far(cast)))


def _far(cast) -> SimpleNamespace:
    """The other product group, played by its own people in the same parts."""
    far = SimpleNamespace(group=cast.elsewhere, red=cast.far, admin=cast.admin)
    far.blue = Team.objects.create(product_group=far.group, name="Far Blue")
    far.member = person("Far Member")
    Membership.objects.create(user=far.member, team=far.red)
    far.blue_member = person("Far Blue Member")
    Membership.objects.create(user=far.blue_member, team=far.blue)
    far.manager = cast.far_manager
    far.expert = cast.far_manager
    far.leader = far.member
    return far


def _objects(cast) -> dict[str, dict]:
    item = make_item(cast, "new")
    taken = make_item(cast, "taken", title="Taken")
    due = cast.group.today() + timedelta(days=3)
    comment = item.comment("Seen.", by=cast.member)
    action = Action.add(product_group=cast.group, text="Ask", owner=cast.expert, due=due, by=cast.manager)
    brought = ItemImport.start(team=cast.red, file_name="a.csv", content=b"", dry_run=True, by=cast.admin)
    ids = {"item": item, "taken": taken, "action": action, "import": brought}
    objects = {name: {"pk": row.pk} for name, row in ids.items()}
    objects["comment"] = {"pk": item.pk, "comment": comment.pk}
    objects["number"] = {"slug": cast.group.slug, "number": item.number}
    return objects
