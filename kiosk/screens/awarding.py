"""Giving points and taking them back: the tiles answer at once, the records follow."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence

from textual import work
from textual.binding import Binding

from db import points
from db.board import Board
from db.records import Act, Skill
from kiosk.screens.giving import Giving, to_whom
from kiosk.screens.place import Place
from kiosk.screens.points_feed import ActCard
from kiosk.widgets.chosen_bar import ChosenBar
from kiosk.widgets.feed import Feed, Saved
from kiosk.widgets.pupil_grid import PupilGrid
from kiosk.widgets.pupil_tile import Face

MOMENT = 1.2  # seconds that a tile shows what it was just given


class Awarding(Place):
    """A screen with a `PupilGrid`, a `ChosenBar` and a `Feed`, on which points are given."""

    BINDINGS = [
        Binding("ctrl+z", "undo_last", "Undo", key_display="^z"),
        Binding("f5", "try_again", "Try again", show=False),
    ]

    def __init__(self, board: Board | None = None) -> None:
        super().__init__()
        self.board = board
        self.failed: dict[str, Giving] = {}
        self.turn = 0
        self._under_way: set[str] = set()
        self._landed = asyncio.Event()

    def load(self) -> object:
        """Show what the records have now."""
        raise NotImplementedError

    def start(self, skill: Skill, pupil_ids: Sequence[int], note: str) -> None:
        """Give the skill's points to these pupils of the board's class."""
        if self.board is None or self.staff is None:
            return
        grid = self.query_one(PupilGrid)
        self._start(
            Giving(
                key=uuid.uuid4().hex,
                class_id=self.board.school_class.id,
                skill=skill,
                pupil_ids=tuple(pupil_ids),
                names=tuple(grid.name_of(it) for it in pupil_ids),
                note=note,
                now=self.kiosk.now(),
                staff=self.staff,
            )
        )

    def _start(self, giving: Giving) -> None:
        """The tiles answer at once; the records follow."""
        self.turn += 1
        self._under_way.add(giving.key)
        self._landed.clear()
        self._show_giving(giving, Saved.SAVING)
        self.save(giving)

    @work(group="save", exit_on_error=False)
    async def save(self, giving: Giving) -> None:
        try:
            act = await self.store.run(
                points.award,
                giving.staff,
                giving.key,
                giving.class_id,
                giving.pupil_ids,
                giving.skill.id,
                giving.now,
                giving.note,
            )
        except Exception:
            self.failed[giving.key] = giving
            self._show_giving(giving, Saved.FAILED)
            raise
        else:
            self._show_giving(giving, Saved.SAVED, act)
            self.query_one(ChosenBar).show_news(f"✓ {giving.words}")
        finally:
            self.turn += 1
            self._under_way.discard(giving.key)
            if not self._under_way:
                self._landed.set()
            if self.is_attached:
                self._show_failed()

    def _show_giving(self, giving: Giving, saved: Saved, act: Act | None = None) -> None:
        """On the tiles and in the feed: on its way, saved, or taken back."""
        if not self.shows(giving):
            return
        grid, ids = self.query_one(PupilGrid), giving.pupil_ids
        self.query_one(Feed).put(act or giving.act, saved)
        if saved is Saved.FAILED:
            grid.add(ids, -giving.skill.points)
            grid.tell(ids, "✗ not saved", giving.key, Face.FAILED)
        else:
            if saved is Saved.SAVING:
                grid.add(ids, giving.skill.points)
            grid.tell(ids, f"{giving.news} {saved.value}", giving.key, Face.GIVEN)
        if saved is not Saved.SAVING:
            shown = MOMENT if saved is Saved.SAVED else 4 * MOMENT
            self.set_timer(shown, lambda: grid.settle(giving.key))

    def shows(self, giving: Giving) -> bool:
        return self.board is not None and self.board.school_class.id == giving.class_id

    async def all_landed(self) -> None:
        """Wait until nothing is on its way to the records."""
        while self._under_way:
            await self._landed.wait()

    def _show_failed(self) -> None:
        words = ""
        if self.failed:
            newest = list(self.failed.values())[-1]
            words = f"Not saved: {newest.words}. F5, or a tap here, tries again."
        self.query_one(ChosenBar).show_wrong(words)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.failed) if action == "try_again" else True

    def on_chosen_bar_tapped(self) -> None:
        self.action_try_again()

    def action_try_again(self) -> None:
        for giving in list(self.failed.values()):
            self._try_again(giving)

    def _try_again(self, giving: Giving) -> None:
        """The same key as before: should the first try have arrived after all, it counts once."""
        self.failed.pop(giving.key, None)
        self._show_failed()
        self._start(giving)

    @work(group="save", exit_on_error=False)
    async def action_undo_last(self) -> None:
        await self.all_landed()
        if self.board is None:
            return
        class_id = self.board.school_class.id
        act = await self.store.run(points.undo_last, self.staff, class_id, self.kiosk.now())
        self.turn += 1
        if self.board.school_class.id == class_id:
            grid = self.query_one(PupilGrid)
            grid.add(act.pupil_ids, -act.points)
            grid.tell(act.pupil_ids, "↩ taken back", act.key, Face.CHOSEN)
            self.set_timer(MOMENT, lambda: grid.settle(act.key))
            self.query_one(Feed).put(act, Saved.SAVED)
        self.query_one(ChosenBar).show_news(
            f"↩ Taken back: {act.skill_name}, {to_whom(act.pupils)}"
        )

    @work(group="go", exclusive=True, exit_on_error=False)
    async def on_feed_chosen(self, event: Feed.Chosen) -> None:
        """One award of the feed: look at it, take it back, or try it again."""
        key = event.act.key
        answer = await self.app.push_screen_wait(ActCard(event.act, event.saved))
        if answer == "undo":
            await self.ask(self.store.run(points.undo, self.staff, key, self.kiosk.now()))
            self.load()
        elif answer == "again" and key in self.failed:
            self._try_again(self.failed[key])
        elif answer == "drop":
            self.failed.pop(key, None)
            self.query_one(Feed).drop(key)
            self._show_failed()
