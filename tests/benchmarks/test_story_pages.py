"""A thousand parents open the class story within a minute, against one process."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from db import connection, models
from db.codes import hash_token, new_token
from db.connection import writing
from tests.benchmarks.conftest import Ratio, Ratios
from tests.benchmarks.test_stories import fill
from tests.benchmarks.test_uploads import serving
from tests.conftest import NOW, Here

PARENTS = 1_000
WITHIN = float(os.environ.get("SECONDS", "60"))
POSTS = 400
ALONE = 150  # openings one after the other, for the idle time
ROUNDS = int(os.environ.get("ROUNDS", "15"))
AT_ONCE, OF_A_ROUND = 16, 150
AT_ONCE_INTO_TABLES = 200
GOAL = 0.6  # of the bare page's requests a second


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent of one child, with a phone that is signed in."""

    guardian_id: int
    pupil_id: int
    token: str
    source: str  # an address of this machine, as each phone has its own

    @property
    def page(self) -> str:
        return f"/child/{self.pupil_id}/class-story"


@pytest.fixture
def parents(here: Here) -> list[Parent]:
    fill(here.maple.id, POSTS, here.leader.id, here.pupil_ids[0])
    made = [
        Parent(
            number + 1,
            here.pupil_ids[number % len(here.pupil_ids)],
            new_token(),
            f"127.1.{number // 250}.{number % 250 + 1}",
        )
        for number in range(PARENTS)
    ]
    put(
        models.Guardian,
        [{"id": it.guardian_id, "name": f"Sam {it.guardian_id}", "joined_at": NOW} for it in made],
    )
    put(
        models.Guardianship,
        [
            {
                "guardian": it.guardian_id,
                "pupil": it.pupil_id,
                "relationship": "Mum",
                "state": "confirmed",
                "asked_at": NOW,
                "decided_at": NOW,
            }
            for it in made
        ],
    )
    put(
        models.PhoneSession,
        [
            {
                "guardian": it.guardian_id,
                "token_hash": hash_token(it.token),
                "phone": "Android phone",
                "began_at": NOW,
                "seen_at": NOW,
            }
            for it in made
        ],
    )
    connection.close_database()
    return made


def put(table: type[models.Table], rows: list[dict[str, object]]) -> None:
    with writing():
        for first in range(0, len(rows), AT_ONCE_INTO_TABLES):
            table.insert_many(rows[first : first + AT_ONCE_INTO_TABLES]).execute()


@contextmanager
def reading_from(how: str, here: Here, parent: Parent) -> Iterator[int]:
    rest = (str(parent.pupil_id), str(parent.guardian_id))
    with serving(how, here.data, *rest, server="tests.benchmarks.story_server") as port:
        yield port


class Phone:
    """A connection that stays open, as a browser's does."""

    def __init__(self, port: int, parent: Parent) -> None:
        self.port, self.parent = port, parent

    async def open(self) -> None:
        self.reader, self.writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(self.parent.source, 0)
        )

    async def get(self, parent: Parent) -> bytes:
        """The class story, as `parent` sees it."""
        head = (
            f"GET {parent.page} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: phone={parent.token}\r\nAccept: text/html\r\n\r\n"
        )
        return await self._ask(head.encode())

    async def tell_seen(self, posts: str) -> bytes:
        body = f"posts={posts}"
        head = (
            f"POST /child/{self.parent.pupil_id}/seen HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nCookie: phone={self.parent.token}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        return await self._ask(head.encode())

    async def _ask(self, asked: bytes) -> bytes:
        self.writer.write(asked)
        head = await self.reader.readuntil(b"\r\n\r\n")
        assert head.split(b" ", 2)[1] in (b"200", b"204"), head
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return await self.reader.readexactly(length)

    def close(self) -> None:
        self.writer.close()


async def opening(port: int, parent: Parent, newest: str, after: float = 0.0) -> float:
    """A parent opens the page and looks at its first posts; the seconds until it was there."""
    await asyncio.sleep(after)
    phone = Phone(port, parent)
    begun = time.perf_counter()
    await phone.open()
    page = await phone.get(parent)
    seconds = time.perf_counter() - begun
    assert b"We grew beans" in page
    await asyncio.sleep(1.5)
    await phone.tell_seen(newest)
    phone.close()
    return seconds


async def everybody(port: int, parents: list[Parent], newest: str) -> list[float]:
    chance = random.Random(7)
    openings = [opening(port, it, newest, chance.uniform(0, WITHIN)) for it in parents]
    return list(await asyncio.gather(*openings))


async def one_by_one(port: int, parents: list[Parent]) -> list[float]:
    """Nobody else is there."""
    times = []
    for it in parents[:ALONE]:
        phone = Phone(port, it)
        begun = time.perf_counter()
        await phone.open()
        await phone.get(it)
        times.append(time.perf_counter() - begun)
        phone.close()
        await asyncio.sleep(0.03)
    return times


async def as_fast_as_it_goes(port: int, parents: list[Parent]) -> float:
    """Seconds that `OF_A_ROUND` pages take, `AT_ONCE` of them asked for at a time."""
    waiting = iter(parents[:OF_A_ROUND])

    async def go_on(phone: Phone) -> None:
        await phone.open()
        for it in waiting:
            await phone.get(it)
        phone.close()

    begun = time.perf_counter()
    await asyncio.gather(*(go_on(Phone(port, it)) for it in parents[:AT_ONCE]))
    return time.perf_counter() - begun


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def newest_posts(here: Here) -> str:
    connection.open_database(here.data / connection.FILE_NAME)
    rows = models.PostPlace.select().order_by(models.PostPlace.shown_at.desc()).limit(3)
    said = ",".join(str(row.post_id) for row in rows)
    connection.close_database()
    return said


def test_a_thousand_parents_within_a_minute(
    here: Here, parents: list[Parent], ratios: Ratios
) -> None:
    newest = newest_posts(here)
    with reading_from("ours", here, parents[0]) as port:
        asyncio.run(one_by_one(port, parents[-20:]))
        idle = asyncio.run(one_by_one(port, parents[::-1]))
        busy = asyncio.run(everybody(port, parents, newest))
    ratios.add(
        Ratio(
            f"the class story opens, p95, {PARENTS:,} parents within {WITHIN:.0f} s",
            "nobody else there, p95",
            p95(busy),
            p95(idle),
            None,
        )
    )
    ratios.note(
        f"medians: {statistics.median(busy) * 1000:.1f} ms, "
        f"{statistics.median(idle) * 1000:.1f} ms; the slowest: {max(busy) * 1000:.0f} ms"
    )


def test_as_many_as_it_can(here: Here, parents: list[Parent], ratios: Ratios) -> None:
    """Pages a second, against a bare page that fills in the same template."""
    took: dict[str, list[float]] = {"bare": [], "ours": []}
    with (
        reading_from("bare", here, parents[0]) as bare_port,
        reading_from("ours", here, parents[0]) as our_port,
    ):
        ports = {"bare": bare_port, "ours": our_port}
        for number in range(ROUNDS + 1):
            first = number * OF_A_ROUND % PARENTS
            turned = parents[first:] + parents[:first]
            for how, port in ports.items():
                seconds = asyncio.run(as_fast_as_it_goes(port, turned))
                if number:  # the first warms up
                    took[how].append(seconds)
    middle = {how: statistics.median(times) for how, times in took.items()}
    each = {how: seconds / OF_A_ROUND for how, seconds in middle.items()}
    ratios.add(
        Ratio(
            "a page of the class story", "bare, same template", each["ours"], each["bare"], 1 / GOAL
        )
    )
    ratios.note(
        f"pages a second: ours {1 / each['ours']:.0f}, bare {1 / each['bare']:.0f}: "
        f"{each['bare'] / each['ours']:.2f} of it (goal {GOAL})"
    )
