"""What programs may do at an address beyond reading: where the method decides what is asked for."""

from improvement.policy import URLS
from improvement.policy.words import PUBLIC, SIGNED_IN

CONFIGURE = ("teams.configure",)
EDIT_ITEM = ("backlog.edit_item", "backlog.edit_experiment", "backlog.edit_promise")
HOLD = ("retrospectives.hold_retrospective", "retrospectives.hold_overall")

# Resource → what making one asks for, and what changing one does; one of them is enough.
MAKING = {
    "item": ("backlog.file_item",),
    "view": (),
    "product-group": CONFIGURE,
    "team": CONFIGURE,
    "retrospective": HOLD,
    "brought-notes": HOLD,
    "review": ("reviews.prepare_review",),
    "action": ("backlog.add_action",),
    "entry": ("backlog.edit_entry",),
}
CHANGING = {
    "item": EDIT_ITEM,
    "view": ("backlog.edit_view",),
    "product-group": CONFIGURE,
    "team": CONFIGURE,
    "person": CONFIGURE,
    "retrospective": ("retrospectives.edit_retrospective",),
    "review": ("reviews.prepare_review",),
    "action": ("backlog.edit_action",),
    "entry": ("backlog.edit_entry",),
}
METHODS: dict[tuple[str, str], tuple[str, ...]] = {
    **{(f"api:{resource}-list", "POST"): asked for resource, asked in MAKING.items()},
    **{
        (f"api:{resource}-detail", method): asked
        for resource, asked in CHANGING.items()
        for method in ("PUT", "PATCH")
    },
    ("api:view-detail", "DELETE"): ("backlog.edit_view",),
    ("api:item-comments", "POST"): ("backlog.comment_item",),
    ("api:item-comment", "PATCH"): ("backlog.edit_comment",),
    ("api:item-comment", "DELETE"): ("backlog.edit_comment",),
    ("api:item-attachments", "POST"): ("backlog.comment_item",),
    ("api:item-attachment", "DELETE"): ("backlog.edit_comment",),
}


def asked_for(name: str, method: str) -> tuple[str, ...]:
    """The permissions of which one is asked for; none where everybody may who sees it."""
    policy = URLS.get(name, "")
    alone = () if policy in {PUBLIC, SIGNED_IN, ""} else (policy,)
    return METHODS.get((name, method), alone)
