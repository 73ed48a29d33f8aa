"""Which addresses are lists, in which ways each of them is asked, and which long texts it shows."""

QUERIES = {
    "backlog:find": ("q=releases",),
    "backlog:find-completions": ("q=rel",),
    "backlog:items-alike": ("title=Teams+wait+for+releases&team={cast.red.pk}",),
    "backlog:comment-people": ("q=per",),
    "backlog:item-merge-targets": ("into=builds",),
    "backlog:action-list": ("", "whose=mine", "done=lately"),
    "backlog:triage": ("product_group={cast.group.pk}", "product_group={cast.group.pk}&aside=1"),
    "backlog:item-list": ("", "product_group={cast.group.pk}&state=ready&sort=position", "q=releases"),
    "backlog:item-board": ("", "product_group={cast.group.pk}"),
    "api:item-list": ("", "q=releases&sort=created"),
    "palette": ("q=rel",),
    "teams:people": ("", "q=person&role=member&team={cast.red.pk}"),
    "teams:team": ("find=per",),
    "teams:product-group-roles": ("find=per",),
}
PAGES_BY_ROLE = ("backlog:my-work", "backlog:improvement-backlog", "backlog:product-backlog")
OTHER_ROLES = ("product_owner", "expert", "both", "blue_member")

TABLE = """
activity:inbox                 | activity_event.data
backlog:my-work                | activity_event.data
backlog:item-list              |
backlog:find                   | retrospectives_note.text
backlog:find-completions       |
backlog:item-board             |
backlog:items-alike            | backlog_item.description
backlog:item-alike             | backlog_item.description
backlog:action-list            |
backlog:view-list              | backlog_savedview.query
backlog:item-export            | backlog_item.description backlog_item.idea backlog_item.effect
backlog:item-import            | backlog_itemimport.outcome
backlog:item-import-progress   |
backlog:item                   | activity_event.data retrospectives_note.text backlog_comment.* \
    backlog_answer.* backlog_decision.* backlog_assessment.* backlog_visitnote.* backlog_pass.* \
    backlog_check.* backlog_consent.*
backlog:item-comments          | backlog_comment.html backlog_comment.text
backlog:item-history           | activity_event.data
backlog:comment-people         |
backlog:comment-versions       | backlog_commentversion.html
backlog:triage                 | backlog_sweep.done
backlog:proposals              | backlog_consent.reason
backlog:learning               | backlog_item.learning backlog_assessment.reason
backlog:improvement-backlog    |
backlog:product-backlog        |
teams:settings                 |
teams:product-group-teams      |
teams:product-group-roles      |
teams:team                     |
teams:people                   |
teams:invitations              |
teams:sessions                 |
teams:tokens                   |
retrospectives:retrospective-list | retrospectives_pastednotes.text
retrospectives:retrospective   | retrospectives_note.text retrospectives_agreement.text \
    retrospectives_pastednotes.text
retrospectives:topic-add       | retrospectives_note.text retrospectives_agreement.text
retrospectives:file-item       | retrospectives_note.text retrospectives_agreement.text
retrospectives:notes-bring     | retrospectives_pastednotes.text
retrospectives:draft           | retrospectives_pastedpart.counts
reviews:review-list            |
reviews:review                 | backlog_decision.reason backlog_decision.reply
reviews:review-run             | activity_event.data backlog_decision.*
api:item-list                  | backlog_item.* backlog_assessment.reason
api:item-history               | activity_event.data
api:item-answers               | backlog_answer.text
api:item-consents              | backlog_consent.reason
api:item-alike                 | backlog_item.description
api:item-comments              | backlog_comment.text
api:item-attachments           |
api:item-perspectives          |
api:sweep-list                 | backlog_sweep.done
api:view-list                  | backlog_savedview.query
api:product-group-list         | teams_productgroup.purpose
api:team-list                  |
api:person-list                |
api:decision-list              | backlog_decision.reason backlog_decision.reply
api:action-list                |
api:entry-list                 | backlog_productbacklogentry.description
api:flag-list                  |
api:event-list                 | activity_event.data
api:retrospective-list         |
api:retrospective-board        | retrospectives_note.text retrospectives_agreement.text
api:brought-notes-list         |
api:brought-notes-parts        | retrospectives_pastedpart.current retrospectives_pastedpart.counts
api:review-list                | reviews_review.minutes
api:review-agenda              |
api:review-attendance          |
palette                        |
"""
LISTS = {
    name.strip(): frozenset(texts.split())
    for name, texts in (line.split("|") for line in TABLE.replace("\\\n", "").strip().splitlines())
}
