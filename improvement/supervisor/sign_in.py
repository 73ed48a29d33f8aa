"""What the person at the terminal is told about signing in."""

import json
from pathlib import Path

# One person for each way of using the service, in the order in which one would try them.
SHOWN = ("member", "facilitator", "leader", "manager", "product_owner", "change_agent", "sponsor", "admin")


def describe_sign_in(people: Path | None) -> str:
    """The lines that tell how to sign in: people of the demo by role, from the file, or the first step."""
    if people is None:
        return "Sign in there; the very first visit leads through creating the administrator."
    return "\n".join(_lines(json.loads(people.read_text())))


def _lines(people: list[dict]) -> list[str]:
    chosen = {}
    for role in SHOWN:
        those = [person for person in people if role in person["roles"]]
        if those:
            chosen[role] = min(those, key=lambda person: len(person["roles"]))
    passwords = {person["password"] for person in chosen.values()}
    if len(passwords) == 1:
        head = f"It holds a demo organization. Sign in with the password {passwords.pop()} as"
        return [head, *(f"  {role.replace('_', ' '):14} {who['email']}" for role, who in chosen.items())]
    rows = [
        f"  {role.replace('_', ' '):14} {who['email']} ({who['password']})" for role, who in chosen.items()
    ]
    return ["It holds a demo organization. Sign in as", *rows]
