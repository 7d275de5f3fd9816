"""Who sends what takes long, or is no good, keeps nobody else from a decoder."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from db import phones, uploads, withdrawal
from db.clock import utc_now
from db.policy import TryLater
from kiosk.decoding import Decoded, Limits, front
from kiosk.web import code_page, turns, whose
from kiosk.web.turns import Turns
from tests import sending
from tests.conftest import NOW, Here
from tests.portfolios import Family, two_families
from tests.sending import Answer
from tests.web.conftest import Clock, parent_of, signed_in
from tests.web.lines import answer, connected
from tests.web.test_receiving import JSON, port  # noqa: F401
from tests.web.test_receiving import _until as until
from tests.web.test_uploads import items, jpeg, send

SLOW = b"takes for ever"
NO_GOOD = b"MZ a program" * 900


@dataclass
class Decoders:
    """What decoders do: those of slow files never end by themselves."""

    begun: list[Path] = field(default_factory=list)
    at_work: int = 0
    most_slow: int = 0

    async def decode(self, path: Path, out_folder: Path, limits: Limits) -> Decoded:
        self.begun.append(path)
        if not _is_slow(path):
            return await REAL(path, out_folder, limits)
        self.at_work += 1
        self.most_slow = max(self.most_slow, self.at_work)
        try:
            await asyncio.sleep(60)
        finally:
            self.at_work -= 1
        raise AssertionError("nobody stopped it")


REAL = front.decode


def _is_slow(path: Path) -> bool:
    return SLOW in path.read_bytes()


@pytest.fixture
def decoders(monkeypatch: pytest.MonkeyPatch) -> Decoders:
    made = Decoders()
    monkeypatch.setattr(front, "decode", made.decode)
    return made


@pytest.fixture
def family(here: Here) -> Family:
    return two_families(here)


def slow(number: int) -> bytes:
    return sending.form({}, jpeg() + SLOW + bytes([number]))


def link(pupil) -> str:  # type: ignore[no-untyped-def]
    return "/u/" + uploads.make(pupil, pupil.id, utc_now()).code


async def _hang_up(lines: list[asyncio.Task[Answer]]) -> None:
    for line in lines:
        line.cancel()
    await asyncio.gather(*lines, return_exceptions=True)


@pytest.mark.parametrize("sender", ["link", "two links", "parent"])
def test_who_sends_what_takes_long_keeps_nobody_else_waiting(
    here: Here,
    family: Family,
    port: int,  # noqa: F811
    decoders: Decoders,
    sender: str,
) -> None:
    cookie = ""
    paths = [link(family.aisha)] * 6
    if sender == "two links":
        paths[3:] = [link(family.aisha)] * 3
    elif sender == "parent":
        cookie = f"phone={parent_of(here, family.aisha.id, 'Pat Hill')}"
        paths = [f"/child/{family.aisha.id}/portfolio"] * 6
    asked = [
        sending.request(port, path, slow(at), cookie=cookie, accept=JSON)
        for at, path in enumerate(paths)
    ]
    good = sending.request(port, link(family.other_pupil), sending.form({}, jpeg()), accept=JSON)

    async def meanwhile() -> Answer:
        lines = [asyncio.create_task(sending.send(port, it)) for it in asked]
        await asyncio.to_thread(until, lambda: decoders.at_work)
        await asyncio.sleep(0.5)
        try:
            return await sending.send(port, good, wait=10)
        finally:
            await _hang_up(lines)

    assert asyncio.run(meanwhile()).status == 200
    assert decoders.most_slow == 1
    until(lambda: decoders.at_work == 0)  # nobody waits for it any more


@pytest.mark.parametrize("ending", ["link", "parent"])
def test_what_waited_is_not_opened_when_its_leave_has_ended(
    here: Here,
    family: Family,
    port: int,  # noqa: F811
    decoders: Decoders,
    ending: str,
) -> None:
    if ending == "link":
        made = uploads.make(family.aisha, family.aisha.id, utc_now())
        path, cookie = f"/u/{made.code}", ""
    else:
        token = parent_of(here, family.aisha.id, "Pat Hill")
        path, cookie = f"/child/{family.aisha.id}/portfolio", f"phone={token}"
    first, second = (
        sending.request(port, path, body, cookie=cookie, accept=JSON)
        for body in (slow(1), sending.form({}, jpeg()))
    )

    async def in_line() -> Answer:
        ahead = asyncio.create_task(sending.send(port, first))
        await asyncio.to_thread(until, lambda: decoders.at_work)
        behind = asyncio.create_task(sending.send(port, second))
        await asyncio.sleep(0.5)
        if ending == "link":
            uploads.end(made.id, utc_now())
        else:
            who = phones.visitor(token)
            assert who
            withdrawal.withdraw(here.leader, who.guardian_id, "Asked us to", utc_now())
        await _hang_up([ahead])
        return await behind

    told = asyncio.run(in_line())
    assert told.status == 422
    assert not json.loads(told.body)["files"][0]["saved"]
    assert len(decoders.begun) == 1
    assert items() == []


def test_a_link_that_ends_ends_what_is_still_coming(here: Here, family: Family, port: int) -> None:  # noqa: F811
    begun = utc_now() - uploads.VALID + timedelta(seconds=1.5)
    code = uploads.make(family.aisha, family.aisha.id, begun).code
    form = sending.form({}, jpeg(size=(1200, 900)) + bytes(1 << 20))
    asked = sending.request(port, f"/u/{code}", form, accept=JSON)
    with closing(connected(port)) as line:
        line.sendall(asked[:40_000])
        time.sleep(2)
        line.sendall(asked[40_000:80_000])
        said = answer(line)
    assert said.startswith(b"HTTP/1.1 422")
    assert uploads.OVER.encode() in said


def test_a_code_is_spent_by_many_files_that_are_no_good(
    phone: TestClient, family: Family, clock: Clock
) -> None:
    path, other = (
        f"/u/{uploads.make(family.aisha, family.aisha.id, NOW, most_files=2).code}"
        for _ in range(2)
    )
    for _ in range(2 * code_page.REFUSED_A_FILE):
        assert send(phone, path, NO_GOOD, accept=JSON).json()["files"]
    spent = send(phone, path, jpeg(), accept=JSON)
    assert (spent.status_code, spent.json()["why"]) == (422, code_page.CODE_SPENT)
    assert "ask for a new code" in send(phone, path, jpeg()).text
    assert send(phone, other, jpeg(), accept=JSON).status_code == 200


def test_a_parent_may_try_again_after_an_hour(
    phone: TestClient, here: Here, family: Family, clock: Clock
) -> None:
    signed_in(phone, parent_of(here, family.aisha.id, "Pat Hill"))
    path = f"/child/{family.aisha.id}/portfolio"
    for _ in range(whose.REFUSED_OF_A_PARENT // 10):
        send(phone, path, *[NO_GOOD] * 10)
    spent = send(phone, path, jpeg(), accept=JSON)
    assert (spent.status_code, spent.json()["why"]) == (422, whose.PARENT_SPENT)
    clock.now += timedelta(hours=1)
    assert send(phone, path, jpeg(), accept=JSON).status_code == 200


def test_who_sends_too_many_at_once_has_sent_nothing_that_is_no_good(
    phone: TestClient, family: Family
) -> None:
    path = f"/u/{uploads.make(family.aisha, family.aisha.id, NOW, most_files=1).code}"
    send(phone, path, NO_GOOD, *[jpeg()] * 20)
    assert send(phone, path, jpeg(), accept=JSON).status_code == 200


async def test_nothing_is_kept_of_who_has_had_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.05)
    line = Turns(2)
    async with line.turn("a"), line.turn("b"):
        assert set(line.locks) == {"a", "b"}
        for sender in ("a", "c"):  # behind one's own, and with no decoder free
            with pytest.raises(TryLater):
                async with line.turn(sender):
                    pass
    assert not line.locks
    async with line.turn("a"), line.turn("c"):
        pass
    line.count_refused("link 1", NOW)
    line.count_refused("link 2", NOW + timedelta(minutes=61))
    assert set(line.refused) == {"link 2"}
