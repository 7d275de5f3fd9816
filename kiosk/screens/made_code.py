"""A code that is there before the screen that shows it: made, and its squares with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk import address
from kiosk.qr import link, squares
from kiosk.screens.place import Kiosk
from kiosk.screens.shows_code import Shown, lead_nowhere


@dataclass(frozen=True, slots=True)
class Made:
    """A code, and the address of the phone pages as it was then."""

    public_url: str
    shown: Shown


async def make_code(kiosk: Kiosk, new: Callable[[], Shown]) -> Made:
    """Call `new` in a thread, and have the squares of its code ready. Raises what `new` does."""
    phones = kiosk.settings.phones

    def make() -> Made:
        made = Made(address.public_url(phones), new())
        squares(link(made.public_url, made.shown.place, made.shown.code))  # kept until it is drawn
        return made

    return await kiosk.store.run(make)


async def made_first(kiosk: Kiosk, new: Callable[[], Shown]) -> Made | None:
    """The code for a screen that is about to open; None where a code leads nowhere."""
    return None if lead_nowhere(kiosk) else await make_code(kiosk, new)
