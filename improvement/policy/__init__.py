"""Every address and what it asks for, one file a room. An address without an entry stops the start.

`PUBLIC` and `SIGNED_IN` are words of `policy.words`; any other value is a permission of
`teams.permissions.POLICY`, which the view asks about the object it found.
"""

from improvement.policy import activity, backlog, frame, programs, retrospectives, reviews, teams

URLS: dict[str, str] = {
    **frame.URLS,
    **teams.URLS,
    **activity.URLS,
    **backlog.URLS,
    **retrospectives.URLS,
    **reviews.URLS,
    **programs.URLS,
}
