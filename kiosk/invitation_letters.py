"""Letters home into a file: the same from the screen and from the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from db import letters, school
from db.family_records import Invited
from db.policy import Refused
from kiosk import address
from kiosk.paper.letters import Heading
from kiosk.paper.letters import letters as on_paper
from kiosk.settings import Phones

NEED_ADDRESS = (
    "Letters need the address that phones can open at any time. Please start the kiosk with "
    "KIOSK_PUBLIC_URL set, such as KIOSK_PUBLIC_URL=https://kiosk.myschool.org.uk"
)


def need_address(phones: Phones) -> None:
    """Raises `Refused` where KIOSK_PUBLIC_URL is not set: a letter outlives a device's address."""
    if not phones.public_url:
        raise Refused(NEED_ADDRESS)


def write(
    make: Callable[[], Sequence[Invited]],
    put: Callable[[bytes], Path],
    class_name: str,
    phones: Phones,
    now: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[int, Path]:
    """Make the codes, print them and put the PDF somewhere; gives how many letters, and the file.

    Where that fails the codes end again. Raises `Refused` as `need_address()` and `put` do.
    """
    need_address(phones)
    here = school.current()
    if here is None:
        raise Refused("No school has been set up on this device yet.")
    made = make()
    heading = Heading(here, class_name, phones.public_url, now, address.at_school_only(phones))
    try:
        file = put(on_paper(made, heading, progress))
    except BaseException:
        letters.never_sent(made, now)
        raise
    return len(made), file
