"""Every address and what it asks for. An address without an entry stops the start.

`PUBLIC` needs no sign-in, `SIGNED_IN` shows only what the person may see; any other value is
a permission of `teams.permissions.POLICY`, which the view asks about the object it found.
"""

from django.core.checks import Error
from django.urls import URLPattern, URLResolver, get_resolver

from teams.permissions import POLICY

PUBLIC = "public"
SIGNED_IN = "signed in"

LIBRARIES = ("account_", "mfa_", "usersessions_")
"""Prefixes of names whose views come from django-allauth, which guards them itself."""

URLS: dict[str, str] = {
    # teams
    "teams:settings": "teams.configure",
    "teams:product-group-create": "teams.configure",
    "teams:product-group-configure": "teams.configure",
    "teams:product-group-teams": "teams.configure",
    "teams:product-group-roles": "teams.configure",
    "teams:role-grant": "teams.configure",
    "teams:role-revoke": "teams.configure",
    "teams:team": SIGNED_IN,
    "teams:team-edit": "teams.configure",
    "teams:team-deactivate": "teams.configure",
    "teams:team-activate": "teams.configure",
    "teams:member-add": "teams.change_members",
    "teams:member-remove": "teams.change_members",
    "teams:member-role-take": "teams.change_members",
    "teams:people": SIGNED_IN,
    "teams:person": SIGNED_IN,
    "teams:person-edit": "teams.configure",
    "teams:person-deactivate": "teams.configure",
    "teams:person-activate": "teams.configure",
    "teams:admin-appoint": "teams.configure",
    "teams:admin-dismiss": "teams.configure",
    "teams:invitations": "teams.invite",
    "teams:invite": "teams.invite",
    "teams:invite-many": "teams.invite",
    "teams:invitation-resend": "teams.revoke_invitation",
    "teams:invitation-revoke": "teams.revoke_invitation",
    "teams:invitation-accept": PUBLIC,
    "teams:profile": SIGNED_IN,
    "teams:tokens": SIGNED_IN,
    "teams:token-revoke": SIGNED_IN,
    "teams:demo-sign-in": PUBLIC,
    "teams:welcome": PUBLIC,
    # activity
    "activity:inbox": SIGNED_IN,
    "activity:inbox-read": SIGNED_IN,
    "activity:inbox-unread": SIGNED_IN,
    "activity:notification": SIGNED_IN,
    "activity:notification-read": SIGNED_IN,
    "activity:notification-unread": SIGNED_IN,
    # backlog: one item
    "backlog:item": "backlog.view_item",
    "backlog:item-by-number": "backlog.view_item",
    "backlog:item-comments": "backlog.view_item",
    "backlog:comment": "backlog.view_item",
    "backlog:item-history": "backlog.view_item",
    "backlog:item-edit": "backlog.edit_item",
    "backlog:item-comment": "backlog.comment_item",
    "backlog:item-add-action": "backlog.add_action",
    "backlog:action-complete": "backlog.complete_action",
    "backlog:action-resume": "backlog.complete_action",
    "backlog:item-consent": "backlog.consent_item",
    "backlog:item-retract": "backlog.retract_item",
    "backlog:item-assess": "backlog.assess_item",
    "backlog:item-decide": "backlog.decide_item",
    "backlog:item-visit": "backlog.visit_item",
    "backlog:item-take": "backlog.take_item",
    "backlog:item-pass": "backlog.pass_item",
    "backlog:item-release": "backlog.release_item",
    "backlog:item-start": "backlog.start_item",
    "backlog:item-complete": "backlog.complete_item",
    "backlog:item-confirm": "backlog.confirm_item",
    "backlog:item-check": "backlog.check_item",
    "backlog:item-reopen": "backlog.reopen_item",
    "backlog:item-withdraw": "backlog.withdraw_item",
    "backlog:item-merge": "backlog.merge_item",
    "backlog:item-merge-targets": "backlog.merge_item",
    "backlog:item-unmerge": "backlog.unmerge_item",
    "backlog:item-affects": "backlog.affects_item",
    # backlog: lists
    "backlog:my-work": SIGNED_IN,
    "backlog:improvement-backlog": SIGNED_IN,
    "backlog:item-order": "backlog.order_items",
    "backlog:product-backlog": SIGNED_IN,
    "backlog:entry-order": "backlog.order_product_backlog",
    "backlog:entry-create": "backlog.edit_entry",
    "backlog:entry": "teams.view_product_group",
    "backlog:entry-edit": "backlog.edit_entry",
    "backlog:entry-take": "backlog.take_entry",
    "backlog:entry-complete": "backlog.take_entry",
    "backlog:action-list": SIGNED_IN,
    "backlog:action-edit": "backlog.edit_action",
    "backlog:item-list": SIGNED_IN,
    "backlog:item-board": SIGNED_IN,
    "backlog:item-create": "backlog.file_item",
    "backlog:item-propose": "backlog.propose_item",
    "backlog:flags-compute": "backlog.compute_flags",
    # backlog: files
    "backlog:item-import": SIGNED_IN,
    "backlog:item-import-progress": SIGNED_IN,
    "backlog:item-export": SIGNED_IN,
    # retrospectives
    "retrospectives:retrospective-list": SIGNED_IN,
    "retrospectives:retrospective-hold": SIGNED_IN,
    "retrospectives:retrospective-join": SIGNED_IN,
    "retrospectives:retrospective-let-in": "retrospectives.edit_retrospective",
    "retrospectives:note-edit": "retrospectives.write_notes",
    "retrospectives:note-move": "retrospectives.write_notes",
    "retrospectives:note-vote": "retrospectives.write_notes",
    "retrospectives:note-remove": "retrospectives.write_notes",
    "retrospectives:note-restore": "retrospectives.write_notes",
    "retrospectives:note-ungroup": "retrospectives.write_notes",
    "retrospectives:retrospective": "retrospectives.view_retrospective",
    "retrospectives:retrospective-edit": "retrospectives.edit_retrospective",
    "retrospectives:retrospective-close": "retrospectives.edit_retrospective",
    "retrospectives:retrospective-reopen": "retrospectives.edit_retrospective",
    "retrospectives:column-add": "retrospectives.edit_retrospective",
    "retrospectives:column-edit": "retrospectives.edit_retrospective",
    "retrospectives:column-remove": "retrospectives.edit_retrospective",
    "retrospectives:note-add": "retrospectives.write_notes",
    "retrospectives:note-place": "retrospectives.write_notes",
    "retrospectives:topic-add": "retrospectives.write_notes",
    "retrospectives:topic-rename": "retrospectives.write_notes",
    "retrospectives:topic-vote": "retrospectives.write_notes",
    "retrospectives:agreement-add": "retrospectives.edit_retrospective",
    "retrospectives:agreement-edit": "retrospectives.edit_retrospective",
    "retrospectives:agreement-drop": "retrospectives.edit_retrospective",
    "retrospectives:agreement-keep": "retrospectives.edit_retrospective",
    "retrospectives:notes-paste": "retrospectives.edit_retrospective",
    "retrospectives:paste-correct": "retrospectives.edit_retrospective",
    "retrospectives:paste-store": "retrospectives.edit_retrospective",
    "retrospectives:paste-discard": "retrospectives.edit_retrospective",
    "retrospectives:file-item": "retrospectives.file_note",
    # reviews
    "reviews:review-list": SIGNED_IN,
    "reviews:review": "reviews.view_review",
    "reviews:review-plan": "reviews.prepare_review",
    "reviews:review-move": "reviews.prepare_review",
    "reviews:review-cancel": "reviews.prepare_review",
    "reviews:review-add": "reviews.prepare_review",
    "reviews:review-remove": "reviews.prepare_review",
    "reviews:review-put-back": "reviews.prepare_review",
    "reviews:review-arrange": "reviews.prepare_review",
    "reviews:review-start": "reviews.run_review",
    "reviews:review-run": "reviews.run_review",
    "reviews:review-decide": "reviews.run_review",
    "reviews:review-assess": "reviews.run_review",
    "reviews:review-mark": "reviews.run_review",
    "reviews:review-act": "reviews.run_review",
    "reviews:review-attend": "reviews.run_review",
    "reviews:review-end": "reviews.run_review",
    # the interface for programs; 401 without signing in
    "api:item-list": SIGNED_IN,
    "api:item-detail": SIGNED_IN,
    "api:item-propose": "backlog.propose_item",
    "api:item-history": SIGNED_IN,
    "api:item-comments": SIGNED_IN,
    "api:item-consent": "backlog.consent_item",
    "api:item-retract": "backlog.retract_item",
    "api:item-assess": "backlog.assess_item",
    "api:item-decide": "backlog.decide_item",
    "api:item-visit": "backlog.visit_item",
    "api:item-order": "backlog.order_items",
    "api:item-take": "backlog.take_item",
    "api:item-pass": "backlog.pass_item",
    "api:item-release": "backlog.release_item",
    "api:item-start": "backlog.start_item",
    "api:item-complete": "backlog.complete_item",
    "api:item-confirm": "backlog.confirm_item",
    "api:item-check": "backlog.check_item",
    "api:item-reopen": "backlog.reopen_item",
    "api:item-withdraw": "backlog.withdraw_item",
    "api:item-merge": "backlog.merge_item",
    "api:item-unmerge": "backlog.unmerge_item",
    "api:item-affects": "backlog.affects_item",
    "api:product-group-list": SIGNED_IN,
    "api:product-group-detail": SIGNED_IN,
    "api:product-group-grant-role": "teams.configure",
    "api:product-group-revoke-role": "teams.configure",
    "api:team-list": SIGNED_IN,
    "api:team-detail": SIGNED_IN,
    "api:team-add-member": "teams.change_members",
    "api:team-remove-member": "teams.change_members",
    "api:person-list": SIGNED_IN,
    "api:person-detail": SIGNED_IN,
    "api:person-deactivate": "teams.configure",
    "api:person-activate": "teams.configure",
    "api:person-appoint-admin": "teams.configure",
    "api:person-dismiss-admin": "teams.configure",
    "api:person-invite": "teams.invite",
    "api:retrospective-list": SIGNED_IN,
    "api:retrospective-detail": SIGNED_IN,
    "api:retrospective-board": "retrospectives.view_retrospective",
    "api:retrospective-notes": "retrospectives.write_notes",
    "api:retrospective-topics": "retrospectives.write_notes",
    "api:retrospective-vote": "retrospectives.write_notes",
    "api:retrospective-unvote": "retrospectives.write_notes",
    "api:retrospective-agreements": "retrospectives.edit_retrospective",
    "api:retrospective-keep-agreement": "retrospectives.edit_retrospective",
    "api:retrospective-add-column": "retrospectives.edit_retrospective",
    "api:retrospective-read-paste": "retrospectives.edit_retrospective",
    "api:retrospective-store-paste": "retrospectives.edit_retrospective",
    "api:retrospective-paste": "retrospectives.edit_retrospective",
    "api:retrospective-invite": "retrospectives.edit_retrospective",
    "api:retrospective-close": "retrospectives.edit_retrospective",
    "api:retrospective-reopen": "retrospectives.edit_retrospective",
    "api:retrospective-file-item": "retrospectives.file_note",
    "api:review-list": SIGNED_IN,
    "api:review-detail": SIGNED_IN,
    "api:review-agenda": SIGNED_IN,
    "api:review-attendance": SIGNED_IN,
    "api:review-add-item": "reviews.prepare_review",
    "api:review-remove-line": "reviews.prepare_review",
    "api:review-start": "reviews.run_review",
    "api:review-attend": "reviews.run_review",
    "api:review-mark": "reviews.run_review",
    "api:review-promise": "reviews.run_review",
    "api:review-end": "reviews.run_review",
    "api:review-cancel": "reviews.prepare_review",
    "api:decision-list": SIGNED_IN,
    "api:decision-detail": SIGNED_IN,
    "api:action-list": SIGNED_IN,
    "api:action-detail": SIGNED_IN,
    "api:action-complete": "backlog.complete_action",
    "api:action-resume": "backlog.complete_action",
    "api:entry-list": SIGNED_IN,
    "api:entry-detail": SIGNED_IN,
    "api:entry-order": "backlog.order_product_backlog",
    "api:entry-take": "backlog.take_entry",
    "api:entry-complete": "backlog.take_entry",
    "api:flag-list": SIGNED_IN,
    "api:flag-detail": SIGNED_IN,
    "api:event-list": SIGNED_IN,
    "api:event-detail": SIGNED_IN,
    "api:start": SIGNED_IN,
    "api:docs": PUBLIC,
    "api:schema": PUBLIC,
    "api:not-found": SIGNED_IN,
    # improvement
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "demo-leave": "teams.configure",
    "choose-theme": PUBLIC,
    "choose-group": SIGNED_IN,
}


def named_addresses(resolver: URLResolver | None = None, namespace: str = "") -> dict[str, str]:
    """Every full URL name of the project → its route, walking all includes.

    A pattern without a name is listed under its route, so that the check reports it.
    """
    found = {}
    resolver = resolver or get_resolver()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= named_addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            route = str(pattern.pattern)
            found[f"{namespace}{pattern.name}" if pattern.name else route] = route
    return found


def every_address_has_a_policy(app_configs, **kwargs) -> list[Error]:
    """System check: each address stands in `URLS` with a policy that exists."""
    errors = []
    for name in named_addresses():
        if name.startswith(LIBRARIES):
            continue
        policy = URLS.get(name)
        if policy is None:
            errors.append(
                Error(f"The address {name!r} has no policy in improvement/policy.py.", id="policy.E001")
            )
        elif policy not in {PUBLIC, SIGNED_IN} and policy not in POLICY:
            errors.append(
                Error(f"The address {name!r} names the unknown policy {policy!r}.", id="policy.E002")
            )
    return errors
