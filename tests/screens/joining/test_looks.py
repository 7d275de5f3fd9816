"""How the screens of joining look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from db import invitations, joining, withdrawal
from kiosk.app import KioskApp
from kiosk.screens.another_phone import AnotherPhone
from kiosk.screens.invite import Invite
from kiosk.screens.join import JoinPlace
from kiosk.screens.letters import Letters
from kiosk.screens.parents import ParentsOf
from tests.conftest import NOW, Here
from tests.screens.agreeing import press
from tests.screens.conftest import Look, settled, stand_at
from tests.screens.joining.families import (
    asks,
    fill,
    first_pupil,
    row_of,
)


def withdrawn_before(here: Here) -> ParentsOf:
    """Somebody waits who has the name of one whose access was ended."""
    before = asks(here, 9, "Zoë Stranger", "aunt", ago=900)
    invitations.confirm(here.leader, before, here.pupil_ids[9], NOW)
    withdrawal.withdraw(here.leader, before, "Court order", NOW)
    asks(here, 9, "Zoe Stranger", "mother")
    return ParentsOf(here.pupil_ids[9])


PLACES: dict[str, tuple[Callable[[Here], Any], tuple[str, ...]]] = {
    "board": (lambda here: JoinPlace(), ()),
    "confirm": (lambda here: JoinPlace(), ("enter",)),
    "invite": (lambda here: Invite([first_pupil(here), row_of(here, 6).pupil]), ()),
    "parents": (lambda here: ParentsOf(here.pupil_ids[1]), ()),
    "ended": (withdrawn_before, ()),
    "careful": (withdrawn_before, ("enter",)),
    "withdraw": (lambda here: ParentsOf(here.pupil_ids[1]), ("w",)),
    "another-phone": (lambda here: AnotherPhone(row_of(here, 1).parents[0]), ()),
    "letters": (
        lambda here: Letters(
            [it.pupil for it in invitations.board(here.leader, here.maple.id, NOW)],
            here.pupil_ids[6:20],
        ),
        (),
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_looks(
    snap_compare: Any, looking: Callable[[Look], KioskApp], look: Look, here: Here, place: str
) -> None:
    fill(here)
    make, keys = PLACES[place]

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, make(here), here)
        await press(pilot, *keys)

    assert snap_compare(looking(look), terminal_size=look.size, run_before=before)


def test_looks_when_used(
    snap_compare: Any, looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Invite([first_pupil(here)]), here)
        screen = pilot.app.screen
        assert isinstance(screen, Invite)
        assert screen.shown is not None
        joining.join(screen.shown.code, "Sam Okafor", "mother", "phone", NOW)
        screen.ask_state()
        await settled(pilot)

    assert snap_compare(looking(look), terminal_size=look.size, run_before=before)
