"""What one pupil signed: the promises of that version, the signature, school and date."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db import agreement
from db.records import SignedAgreement
from kiosk.screens.place import Place
from kiosk.text import long_date, safe
from kiosk.widgets.signature_pad import SignatureView


class SignedAgreementPlace(Place):
    """For the pupil who signed, and for staff. It is read only: a signature is for ever."""

    CSS_PATH = "signed_agreement.tcss"
    TITLE_WORDS = "Signed promises"
    BINDINGS = [Binding("enter", "back", "Close")]

    def __init__(self, *, pupil_id: int) -> None:
        super().__init__()
        self._pupil_id = pupil_id

    def compose_place(self) -> ComposeResult:
        with VerticalScroll(id="paper"):
            yield Static("", id="name")
            with Center():
                yield SignatureView(id="signature")
            yield Static("", id="where")
            yield Static("", id="promises")

    def on_mount(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        signed = await self.store.run(agreement.what_i_signed, self._pupil_id)
        if signed is None:
            self.query_one("#name", Static).update("Nothing has been signed yet.")
            self.query_one("#signature").display = False
        else:
            self._show(signed)
        self.query_one("#paper").focus()

    def _show(self, signed: SignedAgreement) -> None:
        signature, wording = signed.signature, signed.agreement
        self.query_one("#name", Static).update(safe(f"{signature.pupil_name} promised"))
        lines = [
            Content.assemble(
                f"{number}. ", safe(promise.title).stylize("bold"), "\n", safe(promise.words), "\n"
            )
            for number, promise in enumerate(wording.promises, start=1)
        ]
        self.query_one("#promises", Static).update(
            Content("\n").join([*lines, safe(wording.closing)])
        )
        self.query_one(SignatureView).show(signature.strokes, signature.typed_name)
        where = f"{signature.school_name} · {long_date(signature.day)} · version {wording.version}"
        self.query_one("#where", Static).update(safe(where))
