"""What tests about the photos of a post share: a draft about beans, and what is to be seen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from textual.pilot import Pilot

from db import story_drafts, story_photos
from db.story_records import TaggedFile
from kiosk.app import KioskApp
from kiosk.widgets.gallery import Card
from tests import portfolios
from tests.conftest import NOW, Here
from tests.db.stories import allow, news
from tests.screens.conftest import settled

FORBIDDEN = 3  # Ava's place in the class list


@dataclass(frozen=True)
class Beans:
    """A draft of the leader's. Everybody in Maple but Ava may be in photos of its story."""

    here: Here
    id: int

    def add(self, *kinds: str) -> list[int]:
        colours = ("#d05040", "#40a050", "#c0a030", "#8040a0", "#4050d0")
        held = len(self.files)
        return [
            story_photos.attach(
                self.here.leader,
                self.id,
                portfolios.drawing(self.here.data, colours[(held + number) % 5], kind),
                f"{held + number}",
                NOW,
            )
            for number, kind in enumerate(kinds)
        ]

    @property
    def files(self) -> tuple[TaggedFile, ...]:
        return story_drafts.draft(self.here.leader, self.id).files

    def named(self) -> list[set[int] | None]:
        """Who is in each file; None where nobody has said."""
        return [{it.id for it in file.pupils} if file.answered else None for file in self.files]

    @property
    def ava(self) -> int:
        return self.here.pupil_ids[FORBIDDEN]


def make_beans(here: Here) -> Beans:
    for number, pupil_id in enumerate(here.pupil_ids):
        if number != FORBIDDEN:
            allow(here, pupil_id)
    return Beans(here, story_drafts.save(here.leader, news(here), NOW))


async def until(pilot: Pilot[int], happened: Callable[[], bool]) -> None:
    for _ in range(100):
        await settled(pilot)
        if happened():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never happened")


def cards(app: KioskApp) -> list[str]:
    """What stands under each picture."""
    shown = [it.shown for it in app.screen.query(Card) if it.display and it.shown]
    return [f"{it.caption} {it.state}" for it in shown]
