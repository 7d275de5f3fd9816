"""Letters for those who are missing (R21)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from textual.widgets import Button, Input

from db import school
from kiosk.app import KioskApp
from kiosk.screens.join import JoinPlace
from kiosk.screens.letters import Letters
from kiosk.settings import Settings
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said, told
from tests.screens.conftest import settled, stand_at
from tests.screens.joining.families import (
    fill,
    first_pupil,
    invited,
)


async def test_r21_letters_go_to_those_missing_or_ticked(
    app: KioskApp, here: Here, tmp_path: Path
) -> None:

    fill(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "l")
        assert isinstance(app.screen, Letters)
        assert "26 letters" in str(app.screen.query_one("#make", Button).label)
        await press(pilot, "f4", "space")
        assert "1 letter " in str(app.screen.query_one("#make", Button).label)
        app.screen.query_one("#phone", Input).value = "020 7946 0123"
        await press(pilot, "ctrl+s")
        app.screen.query_one("#folder", Input).value = str(tmp_path)
        await pilot.click("#save")
        await settled(pilot)
        await settled(pilot)
        assert "1 letter in" in told(app)
        assert isinstance(app.screen, JoinPlace)
    pages = PdfReader(tmp_path / "Maple letters home.pdf").pages
    assert len(pages) == 1
    assert "Aisha Surname00, Maple" in pages[0].extract_text()
    assert "020 7946 0123" in pages[0].extract_text()
    found = school.current()
    assert found
    assert found.office_phone == "020 7946 0123"


async def test_letters_that_cannot_be_written_invite_nobody(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "l", "ctrl+s")
        (tmp_path / "gone").mkdir()
        app.screen.query_one("#folder", Input).value = str(tmp_path / "gone")
        monkeypatch.setattr("kiosk.screens.where_to_save._folder", lambda _: tmp_path / "none")
        await pilot.click("#save")
        await settled(pilot)
        await settled(pilot)
        assert "There is no folder" in told(app)
    assert invited(here) == []


async def test_letters_without_an_address_say_so(here: Here) -> None:
    app = KioskApp(Settings(here.data), clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Letters([first_pupil(here)], here.pupil_ids), here)
        assert "KIOSK_PUBLIC_URL" in said(app, "#hint")
        assert app.screen.query_one("#make", Button).disabled
