"""A product group that asks questions, and how its forms name them."""

from backlog.forms.answering import Asked
from backlog.models import ItemTemplate

HOW_OFTEN = "How often does it happen?"
WHO = "Who else is affected?"


def ask(cast, *questions, kind="impediment", version=0, **fields):
    rows = [{"text": text, "hint": "", "required": required} for text, required in questions]
    return ItemTemplate.configure(cast.group, kind, by=cast.admin, version=version, questions=rows, **fields)


def name(question):
    return Asked(question).name


def shown(question):
    return {f"question-{Asked(question).key}": question}
