"""What every list but that of items can be asked for: its table, its filters, each with something rare.

A list's own order comes first, without a filter. Filters of the interface are those of its schema: one that
is missing here fails the test.
"""

OFFERED = """
activity:inbox                    activity_notification |
backlog:action-list               backlog_action  | whose=mine done=lately
backlog:view-list                 backlog_savedview |
backlog:triage                    backlog_item    | product_group={group} product_group={group}&aside=1
backlog:proposals                 backlog_item    | product_group={group} product_group={group}&all=1
backlog:learning                  backlog_item    | product_group={group}
backlog:improvement-backlog       backlog_item    | product_group={group}
backlog:product-backlog           backlog_productbacklogentry | product_group={group}
backlog:item-import               backlog_itemimport |
backlog:item-comments             backlog_comment |
backlog:item-history              activity_event  |
teams:people                      teams_user      | product_group={elsewhere} team={far} role=sponsor \
    q=pigeon q=pigeon.7@ inactive=true
teams:invitations                 teams_invitation |
teams:sessions                    usersessions_usersession |
teams:tokens                      teams_apitoken  |
retrospectives:retrospective-list retrospectives_retrospective |
retrospectives:notes-bring        retrospectives_pastednotes |
reviews:review-list               reviews_review  | product_group={group}
api:product-group-list            teams_productgroup |
api:team-list                     teams_team      | product_group={elsewhere}
api:person-list                   teams_user      | product_group={elsewhere} team={far} role=sponsor \
    q=pigeon q=pigeon.7@ inactive=true
api:decision-list                 backlog_decision | product_group={elsewhere} item={item} verdict=defer \
    review={review}
api:action-list                   backlog_action  | product_group={elsewhere} item={item} owner={expert} \
    open=true open=false
api:entry-list                    backlog_productbacklogentry | product_group={elsewhere} item={item}
api:flag-list                     backlog_flag    | product_group={elsewhere} item={item} name=recurring \
    current=true current=false
api:sweep-list                    backlog_sweep   |
api:view-list                     backlog_savedview |
api:event-list                    activity_event  | product_group={elsewhere} item={item} name=assessed \
    actor={leader}
api:retrospective-list            retrospectives_retrospective | product_group={elsewhere} team={blue} \
    kind=overall state=open
api:brought-notes-list            retrospectives_pastednotes |
api:review-list                   reviews_review  | product_group={elsewhere} state=cancelled
api:item-history                  activity_event  |
api:item-answers                  backlog_answer  |
api:item-consents                 backlog_consent |
api:item-comments                 backlog_comment |
api:item-attachments              backlog_attachment |
api:item-perspectives             backlog_perspective |
"""


def offers() -> list[tuple[str, str, str]]:
    """Address, table, query; also without any."""
    found = []
    for line in OFFERED.replace("\\\n", "").strip().splitlines():
        left, queries = line.split("|")
        name, table = left.split()
        found += [(name, table, query) for query in ["", *queries.split()]]
    return found
