"""`TakesFiles`: a code for a tablet's camera, and how many files have come by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Button, Static

from db.family_records import InvitationState
from db.policy import NotFound
from db.uploads import LinkState
from kiosk.screens.made_code import Made, make_code
from kiosk.screens.shows_code import Shown, ShowsCode, left_words
from kiosk.text import count, safe
from kiosk.widgets.picture import Picture

HOW = (
    "1. Hold the camera of a tablet or phone in front of the code.\n"
    "2. Tap the link that it shows.\n"
    "3. Take photos, or choose what to send."
)
OVER = "The ten minutes are over. Press N for a new code."
FULL = "That was as much as one code takes. Press N for a new code."


class TakesFiles(ShowsCode):
    """Good for ten minutes and some files; what arrives is told at once.

    What a screen adds to it: whom the files are for, and the operations that make, end and look
    at its links.
    """

    CSS_PATH = ["shows_code.tcss", "takes_files.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    BINDINGS = [Binding("n", "new", "New link")]

    def __init__(self, made: Made | None = None) -> None:
        """`made` is a link that is there already: it shows with the screen."""
        super().__init__()
        self._made = made
        self._files = 0
        self._left = 0

    def whose(self) -> Content:
        """Whom everything goes to."""
        raise NotImplementedError

    def new_link(self) -> Callable[[], Shown]:
        """For a thread: a new link."""
        raise NotImplementedError

    async def end_link(self, link_id: int) -> None:
        raise NotImplementedError

    async def state_of(self, link_id: int) -> LinkState:
        """Raises `NotFound` for a link that is no more."""
        raise NotImplementedError

    async def newest(self) -> Path | None:
        """The small picture of what came last, if it has one."""
        raise NotImplementedError

    def compose_place(self) -> ComposeResult:
        # Textual says how wide it is once all has been laid out, and then does so again.
        width, breakpoints = self.app.size.width, sorted(self.HORIZONTAL_BREAKPOINTS, reverse=True)
        self.add_class(next(name for least, name in breakpoints if width >= least))
        yield from super().compose_place()

    def compose_buttons(self) -> ComposeResult:
        yield Picture(id="newest")
        yield Button("I am done (Esc)", id="back", variant="primary")
        yield Button("New link (N)", id="new")

    def on_mount(self) -> None:
        self.query_one("#back").focus()
        self.whom(self.whose())
        if self._made is None:
            self.make()
        else:
            self._show(self._made)
            self.look_at_pages()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def action_new(self) -> None:
        self.make()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def make(self) -> None:
        """Make a link and show its code; the one before it ends."""
        before, self.shown = self.shown, None
        if not await self.may_show():
            return
        if before is not None:
            await self.end_link(before.id)
        self._show(await make_code(self.kiosk, self.new_link()))

    def _show(self, made: Made) -> None:
        self._public_url = made.public_url
        self._files, self._left = 0, made.shown.most_files
        self.set_class(False, "-arrived")
        self.how(HOW)
        self.show_code(made.shown)

    def _tell_time(self) -> None:
        if self.shown is None:
            return
        if self.state is InvitationState.OPEN:
            left = left_words(self.shown.expires_at - self.kiosk.now())
            words = f"Good for {left} · room for {count(self._left, 'file')}"
        else:
            words = ""
        arrived = (
            f"✔ {count(self._files, 'file')} arrived" if self._files else "Nothing has come yet"
        )
        self.query_one("#left", Static).update(
            Content.assemble((arrived, "bold $success" if self._files else ""), "\n", words)
        )

    @work(group="load", exclusive=True, exit_on_error=False)
    async def ask_state(self) -> None:
        """How many files have come, and whether more may."""
        shown = self.shown
        if shown is None:
            return
        try:
            now = await self.state_of(shown.id)
        except NotFound:
            return
        if shown is not self.shown:
            return
        more = now.files > self._files
        self._files, self._left = now.files, now.left
        if more:
            self.kiosk.session.touch()  # somebody is there: a phone in their hand sends
        if not now.open and self.state is InvitationState.OPEN:
            self.state = InvitationState.EXPIRED
            over = FULL if not now.left else OVER
            self.query_one("#over", Static).update(safe(over))
            self.set_class(True, "-over")
        self._tell_time()
        if more:
            self.show_newest()

    @work(group="newest", exclusive=True, exit_on_error=False)
    async def show_newest(self) -> None:
        """Beside the code, where there is room: what was sent is there, and it is the right one."""
        path = await self.newest()
        self.query_one("#newest", Picture).show(path)
        self.set_class(path is not None, "-arrived")
