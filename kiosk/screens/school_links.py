"""The school's website and policies: what stands there, and in which order (R27)."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from db import links
from db.links import MOST_LINKS, Link
from db.policy import Refused
from kiosk.messages import RecordsChanged
from kiosk.screens.edit_link import EditLink
from kiosk.screens.place import Place
from kiosk.screens.sure import Sure
from kiosk.text import count, safe
from kiosk.widgets.steady_list import SteadyList

NOTHING = (
    "Nothing is here yet. Add the school’s website, and its policies for behaviour, "
    "safeguarding, e-safety and acceptable use."
)


class SchoolLinks(Place):
    """Leaders and the office change them; everybody sees them at once, here and on phones."""

    CSS_PATH = "school_links.tcss"
    TITLE_WORDS = "Our website and policies"
    BINDINGS = [
        Binding("a", "add", "Add"),
        Binding("u", "move(-1)", "Up"),
        Binding("d", "move(1)", "Down"),
        Binding("r,delete", "remove", "Take out", key_display="r"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._links: list[Link] = []

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield SteadyList(id="links")
        yield Static(NOTHING, id="nothing")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Add (A)", id="add", variant="primary")
            yield Button("Change (Enter)", id="change")
            yield Button("Up (U)", id="up")
            yield Button("Down (D)", id="down")
            yield Button("Take out (R)", id="remove")

    def on_mount(self) -> None:
        self.query_one("#nothing").display = False
        self.query_one(SteadyList).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        self._show(await self.store.run(links.links))

    def _show(self, found: list[Link], at: int | None = None) -> None:
        self._links = found
        shown = self.query_one(SteadyList)
        shown.display = bool(found)
        entries = [(f"link-{number}", _line(it)) for number, it in enumerate(found)]
        shown.show(entries, at="" if at is None else f"link-{at}")
        self.query_one("#nothing").display = not found
        words = f"{count(len(found), 'link')} of at most {MOST_LINKS}" if found else ""
        self.query_one("#summary", Static).update(words)
        for button in self.query("#buttons Button").results(Button):
            button.disabled = not found and button.id != "add"
        if found and self.focused is None:
            shown.focus()

    @property
    def _here(self) -> Link | None:
        here = self.query_one(SteadyList).here
        return self._links[int(here.removeprefix("link-"))] if here else None

    def on_option_list_option_selected(self) -> None:
        self.action_change()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(SteadyList).focus()
        if event.button.id in ("up", "down"):
            self.action_move(-1 if event.button.id == "up" else 1)
        else:
            self.call_later(getattr(self, f"action_{event.button.id}"))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_add(self) -> None:
        await self._edit("A new link", None)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_change(self) -> None:
        if (here := self._here) is not None:
            await self._edit("Change this link", here)

    async def _edit(self, heading: str, before: Link | None) -> None:
        """Asked again until it is good or given up: nothing that was typed is lost."""
        link, sentence = before or Link("", ""), ""
        while True:
            written = await self.app.push_screen_wait(EditLink(heading, link, sentence))
            if written is None:
                return
            try:
                await self._put(before, [written])
                return
            except Refused as problem:
                link, sentence = written, str(problem)

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_move(self, by: int) -> None:
        """Before the one above it, or behind the one below it."""
        found = await self.store.run(links.links)
        here = self._here
        if here is None or here not in found:
            return
        place = found.index(here)
        if 0 <= place + by < len(found):
            found.insert(place + by, found.pop(place))
            await self._keep(found, place + by)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_remove(self) -> None:
        here = self._here
        if here is None:
            return
        question = f"Take “{here.title}” out? Nobody finds it here then."
        if await self.app.push_screen_wait(Sure(question, yes="Take out")):
            await self._put(here, [])

    async def _put(self, before: Link | None, after: list[Link]) -> None:
        """Put `after` in the place of `before`, or at the end, in the list as it is by now:
        somebody else may have changed another link meanwhile."""
        found = await self.store.run(links.links)
        place = found.index(before) if before is not None and before in found else len(found)
        found[place : place + 1] = after
        await self._keep(found, place)

    async def _keep(self, chosen: list[Link], at: int) -> None:
        now = self.kiosk.now()
        kept = await self.store.run(links.choose, self.staff, chosen, now)
        self._show(kept, min(at, len(kept) - 1))


def _line(link: Link) -> Content:
    return Content.assemble(safe(link.title, "bold"), "\n  ", safe(link.address))
