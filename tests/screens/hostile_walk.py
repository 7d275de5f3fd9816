"""Go to a screen of the hostile school, and look whether everything drawn there is harmless."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.screen import Screen

from db.records import Pupil
from kiosk.app import KioskApp
from kiosk.screens.promises import Promises
from kiosk.screens.sign import Sign
from kiosk.screens.working import Working
from tests.conftest import Here
from tests.names import HOSTILE, is_harmless
from tests.screens.conftest import settled

SCROLLBAR = {"grab", "release", "scroll_up", "scroll_down"}


def pupil(name: str = HOSTILE[0]) -> Pupil:
    return Pupil(1, name, name, name, "🐻")


def look(app: KioskApp) -> None:
    """Everything drawn is harmless: its characters, and what a tap on it would do."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert is_harmless(segment.text), ascii(segment.text)
            assert "\n" not in segment.text
            meta = segment.style.meta if segment.style else {}
            acts = {key: what for key, what in meta.items() if key.startswith("@")}
            assert set(acts.values()) <= SCROLLBAR, (segment.text, acts)
            assert not (segment.style and segment.style.link), segment.text


async def here_and_there(pilot: Pilot[int], screen: object, here: Here) -> None:
    app = pilot.app
    assert isinstance(app, KioskApp)
    await settled(pilot)
    app.session.begin(staff=here.leader, pupil=None)
    if isinstance(screen, Promises | Sign):
        app.session.pupil = pupil()
    assert isinstance(screen, Screen)
    app.push_screen(screen)
    await settled(pilot)
    if not isinstance(screen, Working):
        assert type(app.screen) is type(screen)
    look(app)
