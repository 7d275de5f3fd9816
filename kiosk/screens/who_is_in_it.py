"""Who is in a photo of a post: the pupils are tapped, or it is said that nobody is (R7)."""

from __future__ import annotations

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from db import media, story_drafts, story_photos
from db.policy import NotAllowed, NotFound
from db.records import Pupil, Staff
from db.story_photos import Taggable
from db.story_records import Draft, StoryFile, TaggedFile
from kiosk.screens.place import Place
from kiosk.text import plain, safe
from kiosk.widgets.item_view import kind_words
from kiosk.widgets.picture import Picture
from kiosk.widgets.pupil_picks import PupilPicks
from kiosk.widgets.tag_picks import TagPicks

ALL_SAID = "Every photo has its answer now."
SAVED_BUT = "Saved. It cannot be published: there is no permission for {}."
NOT_YET = "Tap everybody who is in it, or say that nobody is (0)."
NOBODY = "✔ So far: nobody is in it. Tap whoever is."
MARKED = "🚫 no: has no permission"


class WhoIsInIt(Place):
    """The photo beside the names. An answer leads on to the next photo that has none.

    What was tapped and not saved stays when the records change behind it.
    """

    CSS_PATH = "who_is_in_it.tcss"
    TITLE_WORDS = "Who is in it?"
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
        self._files: tuple[TaggedFile, ...] = ()
        self._pupils: list[Pupil] = []
        self._without: frozenset[int] = frozenset()
        self._known: tuple[int, frozenset[int]] | None = None  # the file, and who was named in it
        self._tapped: frozenset[int] = frozenset()
        self._everybody = False
        self._is_class = False

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
            draft, pupils, sharp = await self.store.run(
                photos_and_pupils, self.staff, self._post_id, everybody=self._everybody
            )
        except (NotFound, NotAllowed) as gone:
            self.say(gone)
            self.dismiss()
            return
        before = [it.file.id for it in self._files]
        self._files = tuple(it for it in draft.files if it.needs_answer)
        if not self._files:
            self.dismiss()
            return
        ids = [it.file.id for it in self._files]
        if self._file_id not in ids:
            place = before.index(self._file_id) if self._file_id in before else 0
            self._file_id = ids[min(place, len(ids) - 1)]
        self._is_class = bool(draft.writing.class_ids)
        self._take(pupils)
        self._draw(sharp.get(self._file_id))

    def _take(self, pupils: list[Taggable]) -> None:
        """Know whom one can tap, with those who were named already wherever they are."""
        file = self._file
        named = frozenset(it.id for it in file.pupils)
        here = {it.pupil.id for it in pupils}
        self._pupils = [it.pupil for it in pupils] + [it for it in file.pupils if it.id not in here]
        self._without = frozenset(it.pupil.id for it in pupils if not it.allowed)
        self._without |= {it.id for it in file.without}
        if self._known is None or self._known[0] != file.file.id or self._known[1] == self._tapped:
            self._tapped = named
        self._known = file.file.id, named

    @property
    def _file(self) -> TaggedFile:
        return next(it for it in self._files if it.file.id == self._file_id)

    def _draw(self, path: Path | None) -> None:
        file = self._file.file
        of = [it.file.id for it in self._files].index(file.id) + 1
        self.query_one("#question", Static).update(
            f"Who is in it? Photo {of} of {len(self._files)}"
            if len(self._files) > 1
            else "Who is in it?"
        )
        self.query_one(Picture).show(path, alt=kind_words(file))
        words = [] if file.kind == "photo" else [kind_words(file)]
        words += [file.caption] if file.caption else []
        caption = self.query_one("#caption", Static)
        caption.update(safe("\n".join(words)))
        caption.display = bool(words)
        for name in ("before", "after"):
            self.query_one(f"#{name}").display = len(self._files) > 1
        others = self.query_one("#everybody", Button)
        others.display = self._is_class
        others.label = "This class (F9)" if self._everybody else "Other classes (F9)"
        self._tell()

    def _tell(self) -> None:
        self.query_one(TagPicks).show_all(self._pupils, self._tapped, self._without)
        told = self.query_one("#told", Static)
        tapped = [it for it in self._pupils if it.id in self._tapped]
        stopped = [plain(it.name) for it in tapped if it.id in self._without]
        if stopped:
            told.update(safe(f"🚫 No permission, so nobody can see it: {', '.join(stopped)}"))
        elif tapped:
            told.update(safe(f"In it: {', '.join(plain(it.name) for it in tapped)}"))
        else:
            words = NOBODY if self._file.answered and not self._file.pupils else NOT_YET
            told.update(f"{words} {MARKED}." if self._without else words)
        told.set_class(bool(stopped), "-stopped")
        self.query_one("#nobody", Button).disabled = bool(tapped)
        self.query_one("#save", Button).disabled = not tapped
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "everybody":
            return self._is_class
        if action == "nobody":
            return None if self._tapped else True
        if action == "save":
            return True if self._tapped else None
        return True

    def on_pupil_picks_toggled(self, event: PupilPicks.Toggled) -> None:
        self._tapped ^= {event.pupil_id}
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
        """To another photo; what was tapped here and not saved is not kept."""
        ids = [it.file.id for it in self._files]
        if len(ids) > 1:
            self._go(ids[(ids.index(self._file_id) + by) % len(ids)])

    def _go(self, file_id: int) -> None:
        self._file_id = file_id
        self._tapped = frozenset()
        self.load()

    def action_nobody(self) -> None:
        if self._files and not self._tapped:
            self.save(self._file.file, frozenset())

    def action_save(self) -> None:
        if self._tapped:
            self.save(self._file.file, self._tapped)

    @work(group="save", exit_on_error=False)
    async def save(self, file: StoryFile, tapped: frozenset[int]) -> None:
        """Keep the answer, and go on to the next photo that has none."""
        now = self.kiosk.now()
        kept = await self.ask(
            self.store.run(story_photos.answer, self.staff, file.id, sorted(tapped), now)
        )
        if kept is None:
            self.load()
            return
        if kept.without:
            names = ", ".join(it.name for it in kept.without)
            self.say(SAVED_BUT.format(names), wrong=True)
        if file.id != self._file_id:
            return
        place = [it.file.id for it in self._files].index(file.id)
        rest = self._files[place + 1 :] + self._files[:place]
        following = next((it.file.id for it in rest if not it.answered), None)
        if following is None:
            if not kept.without:
                self.say(ALL_SAID if len(self._files) > 1 else "Saved.")
            self.dismiss()
        else:
            self._go(following)


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
