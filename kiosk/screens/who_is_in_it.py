"""Who is in a photo of a post: the pupils are tapped, or it is said that nobody is (R7)."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from db import media, story_drafts, story_photos
from db.policy import NotAllowed, NotFound
from db.records import Staff
from db.story_photos import Taggable
from db.story_records import Draft
from kiosk.screens.naming import Naming
from kiosk.screens.place import Place
from kiosk.screens.sure import Sure
from kiosk.text import plain, safe
from kiosk.widgets.item_view import kind_words
from kiosk.widgets.picture import Picture
from kiosk.widgets.pupil_picks import PupilPicks
from kiosk.widgets.tag_picks import TagPicks

MEANT_SECONDS = 0.4
QUESTION = "Who is in it?"
ALL_SAID = "Every photo has its answer now."
SAVED_BUT = "Saved. It cannot be published: there is no permission for {}."
NOT_YET = "Tap all who are in it, or say that nobody is (0)."
NOBODY = "✔ So far: nobody is in it. Tap whoever is."
NOT_SAVED = "Whom you tapped is not saved yet. Leave without it?"
MARKED = "🚫 means no permission"


class WhoIsInIt(Place):
    """The photo beside the names. An answer leads on to the next photo that has none; only who
    leaves without saving is asked."""

    CSS_PATH = "who_is_in_it.tcss"
    TITLE_WORDS = QUESTION
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("0", "nobody", "Nobody"),
        Binding("f7", "step(-1)", "Photo before", show=False),
        Binding("f8", "step(1)", "Next photo", show=False),
        Binding("f9", "everybody", "Other classes"),
        Binding("f10", "save", "That is all"),
    ]

    def __init__(self, post_id: int, file_id: int) -> None:
        super().__init__()
        self._post_id, self._file_id = post_id, file_id
        self._naming = Naming()
        self._everybody = False
        self._is_class = False
        self._drawn: int | None = None  # the file that is to be seen, and since when
        self._drawn_at = 0.0

    def compose_place(self) -> ComposeResult:
        yield Static("", id="question")
        with Horizontal(id="both"):
            with Vertical(id="photo"):
                yield Picture()
                yield Static("", id="caption")
            yield TagPicks(empty="There are no pupils here.", id="names")
        yield Static("", id="told")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("◀ (F7)", id="before")
            yield Button("Nobody (0)", id="nobody")
            yield Button("", id="everybody")
            yield Button("That is all (F10)", id="save", variant="primary")
            yield Button("(F8) ▶", id="after")

    def on_mount(self) -> None:
        self.query_one(TagPicks).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """The photo and the names as they are now; one that is gone gives way to the next."""
        try:
            draft, pupils, pictures = await self.store.run(
                photos_and_pupils, self.staff, self._post_id, everybody=self._everybody
            )
        except (NotFound, NotAllowed) as gone:
            self.say(gone)
            self.dismiss()
            return
        before = self._naming.ids
        self._naming.take([it for it in draft.files if it.needs_answer], pupils)
        ids = self._naming.ids
        if not ids:
            self.dismiss()
            return
        if self._file_id not in ids:
            place = before.index(self._file_id) if self._file_id in before else 0
            self._file_id = ids[min(place, len(ids) - 1)]
        self._is_class = bool(draft.writing.class_ids)
        self._draw(pictures.get(self._file_id))

    def _draw(self, path: Path | None) -> None:
        ids, file = self._naming.ids, self._naming.file(self._file_id).file
        if self._drawn != file.id:
            self._drawn, self._drawn_at = file.id, monotonic()
        several = len(ids) > 1
        of = f" Photo {ids.index(file.id) + 1} of {len(ids)}" if several else ""
        self.query_one("#question", Static).update(f"{QUESTION}{of}")
        self.query_one(Picture).show(path, alt=kind_words(file))
        words = [] if file.kind == "photo" else [kind_words(file)]
        words += [file.caption] if file.caption else []
        caption = self.query_one("#caption", Static)
        caption.update(safe("\n".join(words)))
        caption.display = bool(words)
        for name in ("before", "after"):
            self.query_one(f"#{name}").display = several
        others = self.query_one("#everybody", Button)
        others.display = self._is_class
        others.label = "This class (F9)" if self._everybody else "Other classes (F9)"
        self._tell()

    def _tell(self) -> None:
        """Draw the names, and say what is tapped."""
        tiles, tapped = self._naming.tiles(self._file_id), self._tapped
        without = {it.pupil.id for it in tiles if not it.allowed}
        self.query_one(TagPicks).show_all([it.pupil for it in tiles], tapped, without)
        names = [plain(it.pupil.name) for it in tiles if it.pupil.id in tapped]
        stopped = [plain(it.pupil.name) for it in tiles if it.pupil.id in tapped & without]
        told = self.query_one("#told", Static)
        told.set_class(bool(stopped), "-stopped")
        if stopped:
            told.update(safe(f"🚫 No permission, so nobody can see it: {', '.join(stopped)}"))
        elif names:
            told.update(safe(f"In it: {', '.join(names)}"))
        else:
            file = self._naming.file(self._file_id)
            words = NOBODY if file.answered and not file.pupils else NOT_YET
            told.update(f"{words} {MARKED}." if without else words)
        self.query_one("#nobody", Button).disabled = bool(tapped)
        self.query_one("#save", Button).disabled = not tapped
        self.refresh_bindings()

    @property
    def _tapped(self) -> frozenset[int]:
        known = self._file_id in self._naming.ids
        return self._naming.tapped(self._file_id) if known else frozenset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "everybody":
            return self._is_class
        if action == "nobody":
            return None if self._tapped else True
        if action == "save":
            return True if self._tapped else None
        return True

    def on_pupil_picks_toggled(self, event: PupilPicks.Toggled) -> None:
        if self._drawn == self._file_id:  # else another photo is on its way
            self._naming.tap(self._file_id, event.pupil_id)
            self._tell()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(TagPicks).focus()
        if event.button.id in ("before", "after"):
            self.action_step(1 if event.button.id == "after" else -1)
        else:
            self.call_later(getattr(self, f"action_{event.button.id}"))

    def action_everybody(self) -> None:
        """A guest from another class is named, too."""
        self._everybody = not self._everybody
        self.load()

    def action_step(self, by: int) -> None:
        """To another photo, and round."""
        ids = self._naming.ids
        if len(ids) > 1:
            self._file_id = ids[(ids.index(self._file_id) + by) % len(ids)]
            self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_back(self) -> None:  # type: ignore[override] # a worker: it may ask
        sure = Sure(NOT_SAVED, yes="Leave", no="Stay")
        if not self._naming.is_unsaved or await self.app.push_screen_wait(sure):
            self.dismiss()

    def action_nobody(self) -> None:
        if self._is_meant and not self._tapped:
            self.save(self._file_id, frozenset())

    def action_save(self) -> None:
        if self._is_meant and self._tapped:
            self.save(self._file_id, self._tapped)

    @property
    def _is_meant(self) -> bool:
        """Whether the photo has been in sight for long enough: an answer that is tapped twice, or
        a key that is held down, must not answer for the next photo, too."""
        return self._drawn == self._file_id and monotonic() - self._drawn_at >= MEANT_SECONDS

    @work(group="save", exit_on_error=False)
    async def save(self, file_id: int, tapped: frozenset[int]) -> None:
        """Keep the answer, and go on to the next photo that has none."""
        now = self.kiosk.now()
        kept = await self.ask(
            self.store.run(story_photos.answer, self.staff, file_id, sorted(tapped), now)
        )
        if kept is None:
            self.load()
            return
        self._naming.saved(file_id)
        if kept.without:
            names = ", ".join(it.name for it in kept.without)
            self.say(SAVED_BUT.format(names), wrong=True)
        if file_id != self._file_id or file_id not in self._naming.ids:
            return
        following = self._naming.next_open(file_id)
        if following is not None:
            self._file_id = following
            self.load()
            return
        if not kept.without:
            self.say(ALL_SAID if len(self._naming.ids) > 1 else "Saved.")
        self.dismiss()


def photos_and_pupils(
    staff: Staff | None, post_id: int, *, everybody: bool = False
) -> tuple[Draft, list[Taggable], dict[int, Path]]:
    """The post, whom one can tap, and where the large pictures are: for a film or a paper the one
    that stands for it. Raises `NotFound`, `NotAllowed`."""
    draft = story_drafts.draft(staff, post_id)
    pupils = story_photos.taggable(staff, draft.writing.class_ids, everybody=everybody)
    names = {
        it.file.id: it.file.sha256 if it.file.kind == "photo" else it.file.poster_sha256
        for it in draft.files
    }
    return draft, pupils, {file_id: media.path(name) for file_id, name in names.items() if name}
