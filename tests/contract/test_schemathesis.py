"""Whatever is sent to the running service is answered as its description says, in every role."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import everybody
from tests.contract.amounts import FULL
from tests.running import ROOT

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
EXAMPLES = 5 if FULL else 1
# who may take the others' roles from them comes last
EARLY = """member facilitator blue_member green_member stranger manager sponsor change_agent product_owner
    expert support both far_manager nobody"""
ROLES = [*EARLY.split(), "leader", "admin"]
WHOLE, PART = "examples,coverage,fuzzing,stateful", "examples,fuzzing"
THOROUGHLY = {"member", "manager", "admin"} if FULL else set()
CASES = []


def test_every_role_is_tried(world):
    assert set(ROLES) == set(everybody(world.cast))


@pytest.mark.parametrize("who", ROLES if FULL else ["both"])
def test_answers_are_as_described(world, service, who):
    run = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            f"--config-file={HERE / 'schemathesis.toml'}",
            "run",
            f"{service.url}/api/v1/schema/",
            f"--header=Authorization: Bearer {world.tokens[who]}",
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
            "CONTRACT_URL": service.url,
            "CONTRACT_TOKEN": world.tokens[who],
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=1800,
    )
    assert run.returncode == 0, run.stdout.partition("FAILURES")[2][:25_000] or run.stdout + run.stderr
    CASES.append(int(re.search(r"(\d+) generated", run.stdout)[1]))
    print(f"{who}: {CASES[-1]} cases, {sum(CASES)} in all")
