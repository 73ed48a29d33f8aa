"""Addresses of review meetings."""

from improvement.policy.words import SIGNED_IN

URLS: dict[str, str] = {
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
}
