"""`kiosk invitations`: what it writes, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from db import connection, invitations
from db.family_records import Connection
from kiosk.address import at_school_only
from kiosk.settings import Phones
from tests.conftest import NOW, Here
from tests.kiosk.test_cli import kiosk, reopen


@pytest.fixture
def words(here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("KIOSK_PUBLIC_URL", "https://kiosk.riverside.sch.uk")
    connection.close_database()
    return [
        *("invitations", "--class", "Maple", "--pdf", str(tmp_path / "out.pdf")),
        *("--data", str(here.data)),
    ]


def test_r21_a_letter_a_pupil(words: list[str], tmp_path: Path, here: Here) -> None:
    result = kiosk(*words)
    assert (result.exit_code, result.output.split(" to ")[0]) == (0, "Wrote 30 letters")
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 30
    reopen(str(here.data))
    board = invitations.board(here.leader, here.maple.id, NOW)
    assert {it.connection for it in board} == {Connection.INVITED}


def test_without_an_address_nothing_is_made(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KIOSK_PUBLIC_URL")
    result = kiosk(*words)
    assert result.exit_code == 1
    assert "KIOSK_PUBLIC_URL set, such as" in result.output
    assert not (tmp_path / "out.pdf").exists()


def test_a_file_that_cannot_be_written_invites_nobody(
    words: list[str], tmp_path: Path, here: Here
) -> None:
    words[words.index("--pdf") + 1] = str(tmp_path / "none" / "out.pdf")
    result = kiosk(*words)
    assert (result.exit_code, "There is no folder" in result.output) == (1, True)
    reopen(str(here.data))
    board = invitations.board(here.leader, here.maple.id, NOW)
    assert {it.connection for it in board} == {Connection.NOT_INVITED}


def test_a_class_that_is_not_there_is_a_sentence(words: list[str]) -> None:
    words[words.index("--class") + 1] = "Oak"
    result = kiosk(*words)
    assert (result.exit_code, "There are: Maple" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("address", "only"),
    [
        ("http://192.168.1.20:8080", True),
        ("http://kiosk.local", True),
        ("http://kiosk", True),
        ("https://kiosk.myschool.org.uk", False),
        ("https://8.8.8.8", False),
    ],
)
def test_an_address_of_the_schools_own_network_is_known(address: str, only: bool) -> None:
    assert at_school_only(Phones(public_url=address)) is only
