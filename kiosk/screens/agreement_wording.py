"""Leaders change the words of the promises; a new version is signed by everybody anew."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import agreement
from db.policy import need_leader
from db.records import Agreement, Promise
from kiosk.screens.edit_promise import EditPromise
from kiosk.screens.place import Place
from kiosk.screens.promises import Promises
from kiosk.screens.sure import Sure
from kiosk.text import plain, safe, short_date

NOBODY_LOSES = "Everybody will be asked to read and sign again. What was signed before is kept."


class AgreementWording(Place):
    """The promises as a draft, kept only when it is saved. Staff who are no leaders may read."""

    CSS_PATH = "agreement_wording.tcss"
    TITLE_WORDS = "The promises' words"
    BINDINGS = [
        Binding("enter", "edit", "Change"),
        Binding("a", "add", "Add"),
        Binding("d,delete", "remove", "Remove", key_display="d"),
        Binding("v", "preview", "See it"),
        Binding("s", "save", "Save"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._before: Agreement | None = None
        self._promises: list[Promise] = []
        self._last_line = ""

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield OptionList(id="lines")
        with Horizontal(id="buttons"):
            yield Button("Change (Enter)", id="edit")
            yield Button("Add (A)", id="add")
            yield Button("Remove (D)", id="remove")
            yield Button("See it (V)", id="preview")
            yield Button("Save (S)", id="save", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#lines").focus()
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        wording = await self.store.run(agreement.current)
        self._before = wording
        self._promises, self._last_line = list(wording.promises), wording.closing
        self._show()

    def _show(self, mark: int | None = None) -> None:
        lines = self.query_one("#lines", OptionList)
        mark = mark if mark is not None else lines.highlighted or 0
        lines.clear_options()
        lines.add_options(
            Option(Content.assemble((f"{number}. {plain(it.title)}", "bold"), "\n", safe(it.words)))
            for number, it in enumerate(self._promises, start=1)
        )
        lines.add_option(
            Option(Content.assemble(("The last line", "bold"), "\n", safe(self._last_line)))
        )
        lines.highlighted = min(mark, len(self._promises))
        before = self._before
        if before is not None:
            state = "changed, not saved yet" if self._changed else "this is what pupils sign now"
            self.query_one("#summary", Static).update(
                f"Version {before.version} of {short_date(before.made_at.date())} · {state}"
            )

    @property
    def _changed(self) -> bool:
        before = self._before
        return before is not None and (
            (tuple(self._promises), self._last_line) != (before.promises, before.closing)
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("#lines").focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_option_list_option_selected(self) -> None:
        self.action_edit()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_edit(self) -> None:
        need_leader(self.staff)
        place = self.query_one("#lines", OptionList).highlighted
        if place is None:
            return
        if place < len(self._promises):
            dialog = EditPromise(f"Promise {place + 1}", self._promises[place])
        else:
            dialog = EditPromise("The last line", Promise("", self._last_line), title=False)
        written = await self.app.push_screen_wait(dialog)
        if written is None:
            return
        if place < len(self._promises):
            self._promises[place] = written
        else:
            self._last_line = written.words
        self._show(place)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_add(self) -> None:
        need_leader(self.staff)
        if len(self._promises) >= agreement.MOST_PROMISES:
            self.say(f"There are {agreement.MOST_PROMISES} promises: that is enough to remember.")
            return
        written = await self.app.push_screen_wait(EditPromise("A new promise", Promise("", "")))
        if written is not None:
            self._promises.append(written)
            self._show(len(self._promises) - 1)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_remove(self) -> None:
        need_leader(self.staff)
        place = self.query_one("#lines", OptionList).highlighted
        if place is None or place >= len(self._promises) or len(self._promises) == 1:
            self.say("The last line and the only promise stay; they can be changed.")
            return
        title = self._promises[place].title
        if await self.app.push_screen_wait(Sure(f"Take “{title}” out?", yes="Take out")):
            del self._promises[place]
            self._show()

    def action_preview(self) -> None:
        """As the pupils will see it."""
        before = self._before
        if before is not None:
            draft = Agreement(
                before.version, tuple(self._promises), self._last_line, before.made_at
            )
            self.app.push_screen(Promises(preview=draft))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_save(self) -> None:
        need_leader(self.staff)
        if not self._changed:
            self.say("Nothing has been changed.")
            return
        if not await self.app.push_screen_wait(Sure(NOBODY_LOSES, yes="Save the new words")):
            return
        new = await self.ask(
            self.store.run(
                agreement.change_wording,
                self.staff,
                self._promises,
                self._last_line,
                self.kiosk.now(),
            )
        )
        if new is not None:
            self.say(f"Version {new.version} is what everybody signs from now on.")
            self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_back(self) -> None:  # type: ignore[override] # a worker: it asks
        """Words that were not saved are not lost by a slip."""
        if self._changed:
            sure = await self.app.push_screen_wait(
                Sure("The new words are not saved. Leave them?", yes="Leave them")
            )
            if not sure:
                return
        self.dismiss()
