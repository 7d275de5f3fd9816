"""End-to-end tests: what they need beside Python, and their pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.tmux import Tmux


def need(*programs: str) -> None:
    """Skip where a program is missing; on the CI machine it has to be there."""
    missing = [it for it in programs if shutil.which(it) is None]
    if missing and os.environ.get("CI", "").casefold() in ("true", "1", "yes"):
        pytest.fail(f"{', '.join(missing)} must be installed here (.ci/run does it)")
    if missing:
        pytest.skip(f"needs {', '.join(missing)} (on Debian: apt-get install {' '.join(missing)})")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    need("tmux")
    terminal = Tmux(tmp_path)
    try:
        yield terminal
    finally:
        terminal.close()


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Where to keep a picture, by its name."""
    folder = Path(__file__).parent / "pictures"
    folder.mkdir(exist_ok=True)
    return lambda name: folder / f"{request.node.originalname}-{name}.png"
