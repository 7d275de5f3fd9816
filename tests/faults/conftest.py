"""How many times to kill, and children to kill."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

KILLS = int(os.environ.get("KIOSK_KILLS", "10"))
LONGEST = 60.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "faults":
            item.add_marker(pytest.mark.fault)


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Another one each time; a failing test says with which seed to see it again."""
    seed = os.environ.get("KIOSK_SEED") or str(time.time_ns())
    request.node.add_report_section("setup", "seed", f"KIOSK_SEED={seed}")
    return random.Random(seed)


@contextmanager
def child(*words: object) -> Iterator[subprocess.Popen[str]]:
    """The child, past its `ready`; killed at the end if nobody has done so."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.child", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            if process.stdout.readline() != "ready\n":
                pytest.fail(f"the child did not start:\n{process.stderr.read()}")
            yield process
        finally:
            process.kill()


def lines_until_killed(process: subprocess.Popen[str], seconds: float) -> list[str]:
    """Let the child work for `seconds`, kill it with SIGKILL, and give what it had said."""
    time.sleep(seconds)
    process.kill()
    said, _ = process.communicate(timeout=LONGEST)
    return said.splitlines()
