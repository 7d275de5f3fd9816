"""How fast, as ratios against something bare that was measured in the same run.

Each pair is measured turn by turn, so that whatever else the machine does hits both alike, and
compared by medians.
"""

from __future__ import annotations

import asyncio
import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import textual


@dataclass(frozen=True)
class Ratio:
    what: str
    against: str
    ours: float
    bare: float
    goal: float | None

    @property
    def words(self) -> str:
        times = (
            f"{self.ours * 1000:9.2f} ms {self.bare * 1000:9.2f} ms {self.ours / self.bare:6.2f}"
        )
        if self.goal is None:
            return f"{times}           {self.what} | {self.against}"
        met = "ok    " if self.ours / self.bare <= self.goal else "MISSED"
        return f"{times} ≤ {self.goal:<3} {met} {self.what} | {self.against}"


@dataclass
class Ratios:
    """What this run measured; printed at its end."""

    lines: list[str] = field(default_factory=list)

    def add(self, ratio: Ratio) -> None:
        self.lines.append(ratio.words)

    def note(self, words: str) -> None:
        self.lines.append(words)


RATIOS = Ratios()


@pytest.fixture
def ratios() -> Ratios:
    return RATIOS


Race = Callable[..., None]


@pytest.fixture
def race(benchmark: Any, ratios: Ratios) -> Race:
    """Run `ours` and `bare` by turns; `before` and `between` are not timed."""

    def run(
        what: str,
        ours: Callable[[], object],
        against: str,
        bare: Callable[[], object],
        *,
        goal: float | None,
        rounds: int,
        warm_up: int = 2,
        between: Callable[[], object] = lambda: None,
        before: Callable[[], object] = lambda: None,
    ) -> None:
        times: list[float] = []

        def turn() -> None:
            between()
            begun = time.perf_counter()
            bare()
            times.append(time.perf_counter() - begun)
            before()

        benchmark.pedantic(ours, setup=turn, rounds=rounds, warmup_rounds=warm_up, iterations=1)
        ours_median = benchmark.stats.stats.median
        bare_median = statistics.median(times[warm_up:])
        benchmark.extra_info["ratio"] = ours_median / bare_median
        ratios.add(Ratio(what, against, ours_median, bare_median, goal))

    return run


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not RATIOS.lines:
        return
    write = terminalreporter.write_line
    terminalreporter.section("how fast: medians of one run, ours | against")
    write(
        f"Python {platform.python_version()}, Textual {textual.__version__}, "
        f"SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    write("     ours         bare      ratio  goal")
    for line in RATIOS.lines:
        write(line)
