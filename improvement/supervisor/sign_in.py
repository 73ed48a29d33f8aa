"""What the person at the terminal is told about signing in."""

import json

from improvement.supervisor.commands import manage

# One person for each way of using the service, in the order in which one would try them.
SHOWN = ("member", "facilitator", "leader", "manager", "product_owner", "change_agent", "sponsor", "admin")


async def describe_sign_in(environment: dict, demo: bool) -> str:
    """Return the lines that tell how to sign in: people of the demo by role, or the first step."""
    if not demo:
        return "Sign in there; the very first visit leads through creating the administrator."
    status, output = await manage("demo_people", environment=environment, capture=True)
    if status:
        return "The people of the demo can't be listed; `./manage.py demo_people` tells why."
    return "\n".join(_lines(json.loads(output)))


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
