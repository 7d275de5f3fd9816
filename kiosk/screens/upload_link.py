"""A code for a phone's or tablet's camera: what is sent there goes into one pupil's portfolio."""

from __future__ import annotations

from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Button, Static

from db import uploads
from db.family_records import InvitationState
from db.policy import NotFound
from db.records import Pupil
from kiosk import address
from kiosk.qr import link, squares
from kiosk.screens.place import Kiosk
from kiosk.screens.portfolio_pages import page_of
from kiosk.screens.shows_code import Shown, ShowsCode, lead_nowhere, left_words
from kiosk.text import count, plain, safe
from kiosk.widgets.picture import Picture

PLACE = "u"
HOW = (
    "1. Hold the camera of a tablet or phone in front of the code.\n"
    "2. Tap the link that it shows.\n"
    "3. Take photos, or choose what to send."
)
OVER = "The ten minutes are over. Press N for a new code."
FULL = "That was as much as one code takes. Press N for a new code."


@dataclass(frozen=True, slots=True)
class Made:
    """A link, and the address of the phone pages as it was then."""

    public_url: str
    link: uploads.Link


class UploadLink(ShowsCode):
    """Good for ten minutes and some files; what arrives is told at once."""

    CSS_PATH = ["shows_code.tcss", "upload_link.tcss"]
    TITLE_WORDS = "Add a photo"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    BINDINGS = [Binding("n", "new", "New link")]

    def __init__(self, pupil: Pupil, made: Made | None = None) -> None:
        """`made` is a link that is there already: it shows with the screen."""
        super().__init__()
        self._pupil = pupil
        self._made = made
        self._files = 0
        self._left = 0

    @classmethod
    async def ready(cls, kiosk: Kiosk, pupil: Pupil) -> UploadLink:
        """The screen with its code drawn, where a code leads anywhere."""
        if lead_nowhere(kiosk):
            return cls(pupil)
        return cls(pupil, await _make(kiosk, pupil))

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
        name = (f"{self._pupil.avatar} {plain(self._pupil.name)}", "bold $primary")
        self.whom(Content.assemble("Everything goes into the portfolio of\n", name))
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
            await self.store.run(uploads.end, before.id, self.kiosk.now())
        self._show(await _make(self.kiosk, self._pupil))

    def _show(self, made: Made) -> None:
        self._public_url, link = made.public_url, made.link
        self._files, self._left = 0, link.most_files
        self.set_class(False, "-arrived")
        self.how(HOW)
        self.show_code(Shown(link.id, link.code, link.expires_at, PLACE))

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
            now = await self.store.run(uploads.state, shown.id, self.kiosk.now())
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
        pupil = self._pupil
        found = await self.ask(self.store.run(page_of, pupil, pupil.id, None, 1))
        path = next(iter(found[1].values()), None) if found else None
        self.query_one("#newest", Picture).show(path)
        self.set_class(path is not None, "-arrived")


async def _make(kiosk: Kiosk, pupil: Pupil) -> Made:
    phones, most, now = kiosk.settings.phones, kiosk.settings.uploads.link_files, kiosk.now()

    def make() -> Made:
        made = Made(address.public_url(phones), uploads.make(pupil, pupil.id, now, most_files=most))
        squares(link(made.public_url, PLACE, made.link.code))  # remembered until it is drawn
        return made

    return await kiosk.store.run(make)
