"""The school's website and policies, for everybody: nobody has to sign in (R27)."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center
from textual.widgets import Static

from db import links
from db.links import Link
from kiosk.messages import RecordsChanged
from kiosk.screens.link_code import LinkCode
from kiosk.screens.place import Place
from kiosk.text import plain, safe, shorten
from kiosk.widgets.big_place import BigPlace
from kiosk.widgets.place_grid import PlaceGrid

KEYS = "123456789abc"
FEW = 6  # links that stand below each other; more of them stand in two columns
TALLEST = 8  # lines of an entry
TITLE_CELLS = {True: 60, False: 25}
NOTHING = (
    "The school’s website and its policies are not here yet.\n"
    "A school leader or the office can add them: Staff, For families."
)


class OurSchool(Place):
    """One big entry for each link. Choosing one shows its code for a phone."""

    CSS_PATH = "our_school.tcss"
    TITLE_WORDS = "Our school"
    BINDINGS = [Binding(key, f"open({place})", show=False) for place, key in enumerate(KEYS)]

    def __init__(self) -> None:
        super().__init__()
        self._links: list[Link] | None = None

    def compose_place(self) -> ComposeResult:
        yield Static("", id="school")
        with Center():
            yield PlaceGrid(id="links")
        yield Static(NOTHING, id="nothing")

    def on_mount(self) -> None:
        self.query_one("#nothing").display = False

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        school = self.kiosk.school
        self.query_one("#school", Static).update(safe(school.name if school else ""))
        found = await self.store.run(links.links)
        if found != self._links:
            await self._show(found)
            self._links = found

    async def _show(self, found: list[Link]) -> None:
        """What stands there already says something else, so that nobody loses their place."""
        grid = self.query_one(PlaceGrid)
        few = len(found) <= FEW
        self.set_class(not few, "-many")
        grid.display = bool(found)
        grid.styles.max_height = TALLEST * (len(found) if few else -(-len(found) // 2))
        self.query_one("#nothing").display = not found
        for place, key in enumerate(KEYS[: len(found)]):
            if not grid.query(f"#link-{place}"):
                await grid.mount(BigPlace(f"link-{place}", "🔗", "", key.upper()))
        for place, entry in enumerate(list(grid.query(BigPlace))):
            if place < len(found):
                title = shorten(found[place].title, TITLE_CELLS[few])
                entry.show(name=title, line=plain(found[place].address))
            else:
                await entry.remove()
        if found and self.focused is None:
            grid.children[0].focus()

    def on_big_place_chosen(self, event: BigPlace.Chosen) -> None:
        self.action_open(int(event.place.removeprefix("link-")))

    def action_open(self, place: int) -> None:
        if self._links and place < len(self._links):
            self.app.push_screen(LinkCode(self._links[place]))
