"""One file for each place a person stands.

Home is painted before anybody waits. The larger rooms behind it are loaded right afterwards by
`load_rooms()`, or at the door when somebody is quicker: `screens.Points()`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.screens.agreement import AgreementPlace as AgreementPlace
    from kiosk.screens.join import JoinPlace as JoinPlace
    from kiosk.screens.our_school import OurSchool as OurSchool
    from kiosk.screens.points import Points as Points
    from kiosk.screens.portfolio import PortfolioPlace as PortfolioPlace
    from kiosk.screens.set_up import SetUp as SetUp
    from kiosk.screens.sign_in import SignIn as SignIn
    from kiosk.screens.staff_room import StaffRoom as StaffRoom
    from kiosk.screens.story import Story as Story
    from kiosk.screens.timer import Timer as Timer
    from kiosk.screens.welcome import Welcome as Welcome

ROOMS = {
    "SignIn": "kiosk.screens.sign_in",
    "Points": "kiosk.screens.points",
    "AgreementPlace": "kiosk.screens.agreement",
    "JoinPlace": "kiosk.screens.join",
    "PortfolioPlace": "kiosk.screens.portfolio",
    "Story": "kiosk.screens.story",
    "OurSchool": "kiosk.screens.our_school",
    "StaffRoom": "kiosk.screens.staff_room",
    "Timer": "kiosk.screens.timer",
    "Welcome": "kiosk.screens.welcome",
    "SetUp": "kiosk.screens.set_up",
}


def __getattr__(name: str) -> Any:
    if name not in ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(ROOMS[name]), name)


def load_rooms() -> None:
    """Load every room, so that nobody waits at a door."""
    for module in ROOMS.values():
        import_module(module)
