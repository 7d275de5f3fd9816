"""What reaches a real terminal when every name means harm: only the sequences that we know."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from db import connection, people
from db.connection import writing
from db.models import Staff
from kiosk import device
from kiosk.graphics import QUESTION
from tests.conftest import NOW, PIN, Here
from tests.e2e.pty_kiosk import PtyKiosk
from tests.names import is_harmless
from tests.screens import hostile_school

pytestmark = pytest.mark.e2e

# What the kiosk itself writes: colours, cursor, modes, keyboard protocol, the pointer's shape.
OURS = re.compile(
    r"\x1b\[(?:[0-9;:]*m|\d+;\d+H|\?[0-9;]+[hl]|\?\d+\$p|[<>=]\d*(?:;\d+)?u|\?u)"
    r"|\x1b\]22;[a-z-]*\x07"
)


@pytest.fixture
def kiosk(here: Here) -> Iterator[PtyKiosk]:
    hostile_school.fill(here)
    with writing():  # the one who signs in has to be found by a letter
        Staff.update(name="Zz " + hostile_school.KEPT[9]).where(
            Staff.id == here.leader.id
        ).execute()
    people.set_pin(here.leader, here.leader.id, PIN, NOW)
    device.change(here.data, class_id=here.maple.id)
    connection.close_database()
    started = PtyKiosk("run", "--data", str(here.data))
    try:
        started.wait_for(b"Points")
        yield started
    finally:
        started.close()


def test_no_byte_of_a_name_acts_on_the_terminal(kiosk: PtyKiosk) -> None:
    kiosk.read(0.5)
    kiosk.type(b"1")
    kiosk.wait_for("No PIN has been set")  # the first in the list has none
    kiosk.read()
    kiosk.type(b"zz" + PIN.encode() + b"\r")
    kiosk.wait_for("All")
    for keys in (
        *(b"\x1bOR", b"\x1b", b"\x1b[17~", b"\x1b", b"\x1b[18~", b"\x1b", b"\x1b[20~", b"\x1b"),
        *(b"\x1b", b"t", b"1", b"\x1b", b"3", b"\x1b", b"4", b"\x1b", b"5", b"\x1b", b"6", b"\x1b"),
        *(b"7", b"\x1b", b"8", b"\x1b", b"s", b"\x1b", b"w", b"\x1b", b"\x1b", b"4"),
    ):
        kiosk.type(keys)
        kiosk.read(0.4)
    written = kiosk.written.decode("utf-8")
    assert "tap me" in written
    assert written.count(QUESTION) == 1
    left = OURS.sub("", written.replace(QUESTION, "")).replace("\r\n", "")
    acting = [line for line in re.split("(?=\x1b)", left) if not is_harmless(line)]
    assert not acting, acting[:5]
    assert kiosk.process.poll() is None
    assert b"Something went wrong" not in kiosk.written
