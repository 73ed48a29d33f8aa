"""Whatever is sent to the running service is answered as its description says, in every role."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from tests.cast import everybody
from tests.contract.amounts import FULL
from tests.running import ROOT

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
EXAMPLES = 5 if FULL else 1
AT_ONCE = 2  # one generates while the other is answered
EARLY = """member manager facilitator blue_member green_member stranger sponsor change_agent product_owner
    expert support both far_manager nobody leader"""
LAST = "admin"  # who may take the others' roles from them
ROLES = [*EARLY.split(), LAST]
WHOLE, PART = "examples,coverage,fuzzing,stateful", "examples,fuzzing"
THOROUGHLY = {"member", "manager", "admin"} if FULL else set()
CASES = []


@pytest.fixture(scope="module")
def runs(world, service):
    """By a person's name what became of the run in their name."""
    tried = ROLES if FULL else ["both"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = {who: pool.submit(run, service.url, world.tokens[who], who) for who in tried if who != LAST}
        before = [*runs.values()]
        if LAST in tried:
            runs[LAST] = pool.submit(lambda: wait(before) and run(service.url, world.tokens[LAST], LAST))
        yield runs


def run(url: str, token: str, who: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            f"--config-file={HERE / 'schemathesis.toml'}",
            "run",
            f"{url}/api/v1/schema/",
            f"--header=Authorization: Bearer {token}",
            "--checks=all",
            f"--phases={WHOLE if who in THOROUGHLY else PART}",
            f"--max-examples={EXAMPLES}",
            "--seed=1",
            "--no-shrink",
            "--continue-on-failure",
            "--suppress-health-check=all",
            "--warnings=off",
            "--no-color",
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "SCHEMATHESIS_HOOKS": "tests.contract.hooks",
            "CONTRACT_URL": url,
            "CONTRACT_TOKEN": token,
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=1800,
    )


def test_every_role_is_tried(world):
    assert set(ROLES) == set(everybody(world.cast))


@pytest.mark.parametrize("who", ROLES if FULL else ["both"])
def test_answers_are_as_described(runs, who):
    ended = runs[who].result()
    assert ended.returncode == 0, (
        ended.stdout.partition("FAILURES")[2][:25_000] or ended.stdout + ended.stderr
    )
    CASES.append(int(re.search(r"(\d+) generated", ended.stdout)[1]))
    print(f"{who}: {CASES[-1]} cases, {sum(CASES)} in all")


def test_there_were_enough_cases():
    assert sum(CASES) >= (20_000 if FULL else 100)
