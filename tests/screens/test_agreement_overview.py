"""Staff see who has signed, and print it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from db import agreement
from db.records import Promise
from db.roster import pupils as pupils_of
from kiosk.app import KioskApp
from kiosk.screens.agreement_overview import AgreementOverview
from kiosk.screens.signed_agreement import SignedAgreementPlace
from kiosk.screens.where_to_save import WhereToSave
from kiosk.widgets.signature_pad import SignatureView
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said, some_sign, told
from tests.screens.conftest import Look, settled


async def to_overview(pilot: Pilot[int], here: Here) -> None:
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.begin(staff=here.leader)
    await app.push_screen(AgreementOverview())
    await settled(pilot)


def lines(app: KioskApp) -> list[str]:
    rows = app.screen.query_one("#rows", OptionList)
    return [str(rows.get_option_at_index(place).prompt) for place in range(rows.option_count)]


async def test_who_signed_when_which_version_and_who_is_missing(app: KioskApp, here: Here) -> None:
    some_sign(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_overview(pilot, here)
        shown = lines(app)
        assert [it.pupil.name for it in app.screen._rows] == [  # type: ignore[attr-defined]
            it.name for it in pupils_of(here.maple.id)
        ]
        assert "24 Nov 2026" in shown[0]
        assert "version 1, typed" in shown[0]
        assert "version 1, drawn" in shown[1]
        assert "not yet" in shown[2]
        assert "20 of 30 have signed · 10 missing" in said(app, "#summary")
        await press(pilot, "m")
        assert len(lines(app)) == 10
        assert all("not yet" in line for line in lines(app))


async def test_r19_old_signatures_count_as_missing_after_new_words(
    app: KioskApp, here: Here
) -> None:
    some_sign(here)
    agreement.change_wording(here.leader, (Promise("I try", "I do."),), "So be it.", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_overview(pilot, here)
        assert "0 of 30" in said(app, "#summary")
        assert "not the new words" in lines(app)[0]


async def test_one_signature_is_opened_large(app: KioskApp, here: Here) -> None:
    some_sign(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_overview(pilot, here)
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, SignedAgreementPlace)
        assert max(str(app.screen.query_one(SignatureView).render())) > "⠀"
        await press(pilot, "escape", "down", "enter")
        assert isinstance(app.screen, AgreementOverview)
        assert "has not signed yet" in told(app)


async def test_the_class_is_printed_as_one_pdf(app: KioskApp, here: Here, tmp_path: Path) -> None:
    some_sign(here)
    out = tmp_path / "stick"
    out.mkdir()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_overview(pilot, here)
        for number in (1, 2):
            await press(pilot, "p")
            assert isinstance(app.screen, WhereToSave)
            app.screen.query_one(Input).value = str(out)
            await pilot.click("#save")
            await settled(pilot)
            assert isinstance(app.screen, AgreementOverview)
            assert len(os.listdir(out)) == number
        assert "20 pages in" in told(app)
    names = sorted(os.listdir(out))
    assert names == ["Maple signed promises (2).pdf", "Maple signed promises.pdf"]
    pages = [page.extract_text() for page in PdfReader(out / names[1]).pages]
    signed = [it for place, it in enumerate(pupils_of(here.maple.id)) if place % 3 != 2]
    assert len(pages) == len(signed)
    for who, page in zip(signed, pages, strict=True):
        assert who.full_name in page


async def test_nobody_signed_is_nothing_to_print(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_overview(pilot, here)
        await press(pilot, "p")
        assert isinstance(app.screen, AgreementOverview)
        assert "nothing to print" in told(app)


async def test_a_full_stick_is_said(
    app: KioskApp, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_sign(here)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with app.run_test(size=(80, 24)) as pilot:
        await to_overview(pilot, here)
        monkeypatch.setattr("db.whole_file.os.fsync", full)
        await press(pilot, "p")
        app.screen.query_one(Input).value = str(tmp_path)
        await pilot.click("#save")
        await settled(pilot)
        assert "no room left" in told(app)
    assert not [name for name in os.listdir(tmp_path) if "promises" in name]


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    some_sign(here)

    async def before(pilot: Pilot[int]) -> None:
        await to_overview(pilot, here)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
