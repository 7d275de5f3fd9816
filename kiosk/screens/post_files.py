"""The photos and files of a post, and who is in them (R7)."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Button

from db import story_drafts, story_photos
from db.policy import NotAllowed, NotFound
from db.records import Staff
from db.story_photos import Taggable
from db.story_records import Draft, PostState, TaggedFile
from db.story_rows import UNPUBLISHED
from kiosk.screens.describe_file import DescribeFile
from kiosk.screens.draft_code import DraftCode
from kiosk.screens.file_pages import FilePages, small_picture
from kiosk.screens.sure import Sure
from kiosk.screens.who_is_in_it import WhoIsInIt
from kiosk.text import count, plain
from kiosk.widgets.gallery import Gallery, Shown
from kiosk.widgets.item_view import ICONS, kind_words
from kiosk.widgets.no_photos import NoPhotos

NEEDS_NONE = "Nobody is to be seen in a recording, so there is nothing to say."


class PostFiles(FilePages):
    """Each says who is in it, or asks. Files that a tablet sends appear as they come."""

    TITLE_WORDS = "Photos"
    NOTHING = (
        "Nothing is here yet. Add (A) shows a code for a tablet or phone: "
        "it takes photos, or sends films, sounds and PDFs."
    )
    CSS_PATH = ["file_pages.tcss", "post_files.tcss"]
    BINDINGS = [
        Binding("a,c", "add", "Add", key_display="a"),
        Binding("d", "describe", "Describe"),
        Binding("delete,x", "remove", "Remove", key_display="del"),
    ]

    def __init__(self, post_id: int, *, first: int | None = None) -> None:
        """`first` is the file that the cursor begins on."""
        super().__init__()
        self._post_id = post_id
        self.go_to = first
        self._draft: Draft | None = None
        self._adding = False

    def compose_beside(self) -> ComposeResult:
        yield NoPhotos()

    def compose_buttons(self) -> ComposeResult:
        yield Button("Add (A)", id="add", variant="primary")
        yield Button("Who is in it? (Enter)", id="choose")
        yield Button("Describe (D)", id="describe")
        yield Button("Remove (Del)", id="remove")

    async def cards(self) -> Sequence[Shown] | None:
        try:
            draft, pupils = await self.store.run(post_and_pupils, self.staff, self._post_id)
        except (NotFound, NotAllowed) as gone:
            self.say(gone)
            self.dismiss()
            return None
        self._draft = draft
        self.query_one(NoPhotos).show([it.pupil for it in pupils if not it.allowed])
        if self._adding:  # back from the code: on to what came by it
            self._adding = False
            self.go_to = next((it.file.id for it in draft.files if is_open(it)), None)
        return [_card(it) for it in draft.files]

    def heading(self) -> str:
        if self._draft is None:
            return ""
        files = self._draft.files
        parts = [", ".join(self._draft.places)]
        parts.append(count(len(files), "file") if files else "no photos or files yet")
        asking = sum(is_open(it) for it in files)
        if asking:
            parts.append(f"who is in {asking} of them?" if len(files) > 1 else "who is in it?")
        if self._draft.state is PostState.PUBLISHED:
            parts.append("published: what you change shows at once")
        return " · ".join(parts)

    def tell(self) -> None:
        super().tell()
        for name in ("add", "choose", "describe", "remove"):
            self.query_one(f"#{name}").display = self.check_action(name, ()) is not False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "add":
            return self._draft is not None and self._draft.state.value in UNPUBLISHED
        if action in ("choose", "describe", "remove"):
            return self._draft is not None and bool(self._draft.files)
        return True

    @property
    def _file(self) -> TaggedFile | None:
        """What the cursor is on."""
        files = self._draft.files if self._draft else ()
        return next((it for it in files if it.file.id == self.here), None)

    def on_gallery_chosen(self, event: Gallery.Chosen) -> None:
        file = self._file
        if file is not None and not file.needs_answer:
            self.say(NEEDS_NONE)
        elif file is not None:
            self.app.push_screen(WhoIsInIt(self._post_id, event.id))

    def action_choose(self) -> None:
        self.query_one(Gallery).action_choose()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_add(self) -> None:
        code = await DraftCode.ready(self.kiosk, self._post_id)
        self._adding = True
        self.app.push_screen(code)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_describe(self) -> None:
        if (file := self._file) is not None:
            await self.app.push_screen_wait(DescribeFile(file.file))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_remove(self) -> None:
        if (file := self._file) is None:
            return
        question = "Take this out of the post? It is not kept."
        if await self.app.push_screen_wait(Sure(question, yes="Take it out", no="Leave it")):
            await self.store.run(story_photos.remove, self.staff, file.file.id, self.kiosk.now())
            self.load()


def post_and_pupils(staff: Staff | None, post_id: int) -> tuple[Draft, list[Taggable]]:
    """The post with its files, and whom a photo of it may show. Raises `NotFound`, `NotAllowed`."""
    draft = story_drafts.draft(staff, post_id)
    return draft, story_photos.taggable(staff, draft.writing.class_ids)


def is_open(file: TaggedFile) -> bool:
    """Whether somebody must still say who is in it."""
    return file.needs_answer and not file.answered


def state_of(file: TaggedFile) -> tuple[str, str]:
    """Who is in a file, in a few words, and in which colour of the theme."""
    if file.without:
        names = ", ".join(plain(it.name) for it in file.without)
        return f"🚫 No permission: {names}", "$text-error"
    if is_open(file):
        return "❓ Who is in it?", "$text-warning"
    if file.pupils:
        return "✔ " + ", ".join(plain(it.name) for it in file.pupils), "$text-success"
    return ("✔ Nobody is in it" if file.needs_answer else "✔ Needs no names"), "$text-success"


def _card(file: TaggedFile) -> Shown:
    words, colour = state_of(file)
    caption = plain(file.file.caption) or "no words yet (D)"
    return Shown(
        id=file.file.id,
        picture=small_picture(file.file),
        words=kind_words(file.file),
        caption=f"{ICONS[file.file.kind]} {caption}",
        state=words,
        colour=colour,
    )
