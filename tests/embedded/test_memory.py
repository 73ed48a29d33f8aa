"""How much memory the embedded PostgreSQL keeps for itself."""

import pytest

from improvement.embedded.memory import memory
from improvement.embedded.postgres import remembering

GB = 1024**3


@pytest.mark.parametrize(
    ("total", "buffers", "expected"),
    [(24 * GB, "6144MB", "18432MB"), (2 * GB, "512MB", "1536MB"), (GB // 4, "128MB", "192MB")],
)
def test_a_quarter_is_kept_and_half_expected_to_be_kept_by_the_machine(total, buffers, expected):
    assert remembering(total) == {"shared_buffers": buffers, "effective_cache_size": expected}


def test_the_limit_of_a_container_counts(tmp_path):
    limit = tmp_path / "memory.max"
    machine = memory(limit)
    assert machine > GB // 4
    for told, expected in [("max\n", machine), (f"{GB // 8}\n", GB // 8), (f"{machine * 2}\n", machine)]:
        limit.write_text(told)
        assert memory(limit) == expected
