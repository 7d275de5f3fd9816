"""What tests about the agreement share: the way to its screens, and drawing with the mouse."""

from __future__ import annotations

from textual.pilot import Pilot

from db import agreement, pupils
from db.records import Strokes
from db.roster import pupils as pupils_of
from kiosk.app import KioskApp
from kiosk.screens.sign import Sign
from kiosk.widgets.picture_pad import KEYS
from kiosk.widgets.signature_pad import SignaturePad
from tests.conftest import NOW, Here
from tests.screens.conftest import settled

CODE = (2, 0, 11)
CODE_KEYS = [KEYS[place] for place in CODE]
WAVE: Strokes = (((0.05, 0.7), (0.3, 0.2), (0.5, 0.8), (0.95, 0.3)), ((0.2, 0.6), (0.7, 0.55)))
NAMES = {"-": "minus", "=": "equals_sign"}


def give_codes(here: Here) -> None:
    """Every pupil gets the same pictures, so that any tile will do."""
    for pupil_id in here.pupil_ids:
        pupils.set_code(here.leader, pupil_id, CODE, NOW)


def some_sign(here: Here) -> None:
    """Every third pupil types their name, every third draws, and every third is missing."""
    for place, who in enumerate(pupils_of(here.maple.id)):
        if place % 3 == 0:
            agreement.sign(who, 1, NOW, typed_name=who.name)
        elif place % 3 == 1:
            agreement.sign(who, 1, NOW, strokes=WAVE)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Keys as a person sees them, each after a look at what came of the last."""
    for key in keys:
        await pilot.press(NAMES.get(key, key))
        await settled(pilot)


async def to_tiles(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await press(pilot, "4")


async def to_promises(pilot: Pilot[int]) -> None:
    await to_tiles(pilot)
    await press(pilot, "enter")
    await press(pilot, *CODE_KEYS)


async def to_signature(pilot: Pilot[int], here: Here) -> None:
    """Straight to where one signs, as the first pupil of the class."""
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.begin(pupil=pupils_of(here.maple.id)[0])
    await app.push_screen(Sign(agreement.current()))
    await settled(pilot)


async def draw(pilot: Pilot[int], *points: tuple[int, int]) -> None:
    """With the mouse, in cells from the corner of the pad."""
    pad = pilot.app.screen.query_one(SignaturePad)
    await pilot.mouse_down(pad, points[0])
    for point in points[1:]:
        await pilot.hover(pad, point)
    await pilot.mouse_up(pad, points[-1])
    await settled(pilot)


def said(app: KioskApp, selector: str) -> str:
    """The words of a widget of the screen that is up."""
    return str(app.screen.query_one(selector).render())


def told(app: KioskApp) -> str:
    """Every sentence at the corner of the screen."""
    return "\n".join(str(it.message) for it in app._notifications)
