"""Pages of review meetings."""

TABLE = """
reviews:review-list             GET  -         | everyone
reviews:review-plan             GET  group_asked | prepare
reviews:review                  GET  review    | group
reviews:review-move             GET  review    | prepare
reviews:review-cancel           GET  review    | prepare
reviews:review-add              POST review    | prepare
reviews:review-remove           POST line      | prepare
reviews:review-put-back         POST removed      | prepare
reviews:review-arrange          POST line      | prepare
reviews:review-start            POST review    | managers
reviews:review-run              GET  review    | managers
reviews:review-decide           POST meeting   | managers
reviews:review-assess           POST meeting   | managers
reviews:review-mark             POST review    | managers
reviews:review-act              POST review    | managers
reviews:review-attend           POST review    | managers
reviews:review-end              POST review    | managers
"""
