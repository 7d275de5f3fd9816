"""The kiosk with phone pages at a known address, and codes that are the same in every run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest

from db import invitations, joining
from kiosk import device
from kiosk.app import KioskApp
from kiosk.settings import Settings
from tests.conftest import NOW, Here
from tests.screens.conftest import Look
from tests.screens.joining.families import PHONES


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def known_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes that are the same in every run: abcde…, one letter further each time."""
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    numbers = count()

    def new_code() -> str:
        first = next(numbers)
        return "".join(letters[(first + place * 7) % 32] for place in range(26))

    monkeypatch.setattr(invitations, "new_code", new_code)
    monkeypatch.setattr(joining, "new_code", new_code)


@pytest.fixture
def app(here: Here, clock: Clock) -> KioskApp:
    return KioskApp(Settings(here.data, phones=PHONES), clock=clock)


@pytest.fixture
def looking(here: Here) -> Callable[[Look], KioskApp]:
    def make(look: Look) -> KioskApp:
        device.change(here.data, theme=look.theme)
        return KioskApp(Settings(here.data, phones=PHONES), clock=lambda: NOW)

    return make
