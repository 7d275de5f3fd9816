"""How many parents have opened a post, and who has not yet. For its staff."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from db import story_reading
from db.policy import Problem
from db.story_reading import Reader, Seen
from kiosk.messages import RecordsChanged
from kiosk.screens.place import Place
from kiosk.text import count, safe
from kiosk.widgets.lines import Lines

BAR = 40  # cells
NOBODY = "No parent is connected yet. Join, on the first screen, makes codes for them."
ALL = "Everybody has opened it."


class PostSeen(Place):
    """A number for those who have, names for those who have not."""

    CSS_PATH = "post_seen.tcss"
    TITLE_WORDS = "Who has seen it"

    def __init__(self, post_id: int) -> None:
        super().__init__()
        self._post_id = post_id
        self._seen: Seen | None = None

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield Lines(id="names")

    def on_mount(self) -> None:
        self.query_one(Lines).focus()
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        try:
            seen = await self.store.run(story_reading.seen, self.staff, self._post_id)
        except Problem as problem:
            self.say(problem)
            self.dismiss()
            return
        if seen != self._seen:
            self._seen = seen
            self.query_one("#summary", Static).update(_summary(seen))
            self.query_one(Lines).show(_names(seen))


def _summary(seen: Seen) -> Content:
    full = round(BAR * seen.seen / seen.everybody) if seen.everybody else 0
    return Content.assemble(
        (f"{seen.seen:,} of {count(seen.everybody, 'parent')} opened it", "bold $primary"),
        "\n",
        (" " * full, "on $success"),
        (" " * (BAR - full), "on $panel"),
    )


def _names(seen: Seen) -> list[Content]:
    if not seen.not_yet:
        return [Content(ALL if seen.everybody else NOBODY)]
    heading = Content.styled(f"Not yet: {count(len(seen.not_yet), 'parent')}", "bold")
    return [heading, Content(""), *map(_line, seen.not_yet)]


def _line(reader: Reader) -> Content:
    children = ", ".join(child.name for child in reader.children)
    return Content.assemble(safe(reader.name), "  ", safe(f"({children})", "$foreground 75%"))
