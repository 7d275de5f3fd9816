"""One whole post as it waits or was reported, with its photos and who is in them (R24, R25)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from db import media, story, story_drafts, word_list
from db.policy import Problem
from db.records import Role, Staff
from db.story_records import Draft, PostState, TaggedFile
from kiosk.messages import RecordsChanged
from kiosk.screens.hide_words import send_back_words
from kiosk.screens.look_words import post_lines, why_lines
from kiosk.screens.place import Place
from kiosk.screens.post_comments import PostComments
from kiosk.text import plain, safe
from kiosk.widgets.gallery import Gallery, Shown
from kiosk.widgets.item_view import kind_words

Loaded = tuple[Draft, tuple[str, ...], dict[int, Path]]


class PostToLookAt(Place):
    """Its words, and beside them what is attached. A leader lets it through or sends it back."""

    CSS_PATH = "post_to_look_at.tcss"
    TITLE_WORDS = "A post to look at"
    BINDINGS = [
        Binding("s", "approve", "Show it"),
        Binding("b", "send_back", "Send back"),
        Binding("c", "comments", "Comments"),
        Binding("m", "more", "More photos"),
    ]

    def __init__(self, post_id: int) -> None:
        super().__init__()
        self._post_id = post_id
        self._draft: Draft | None = None
        self._files: dict[int, Path] = {}
        self._first = 0  # the file that the page of pictures begins with
        self._is_deciding = False

    def compose_place(self) -> ComposeResult:
        with Horizontal(id="both"):
            with VerticalScroll(id="beside"):
                yield Static("", id="words")
            yield Gallery(id="files")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Back (Esc)", id="back")
            yield Button("Show it (S)", id="approve", variant="primary")
            yield Button("Send back (B)", id="send_back")
            yield Button("Comments (C)", id="comments")
            yield Button("More photos (M)", id="more")

    def on_mount(self) -> None:
        self.query_one("#beside").focus()
        self._offer()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        words = self.query_one("#words", Static)
        try:
            found = await self.store.run(_load, self.staff, self._post_id)
        except Problem as problem:
            self._draft, self._files = None, {}
            words.update(safe(str(problem)))
        else:
            self._draft, tripped, self._files = found
            lines = post_lines(self._draft, self.kiosk.now(), self.time_zone)
            words.update(Content("\n").join([*lines, *why_lines(self._draft, tripped)]))
        self.query_one(Gallery).display = bool(self._draft and self._draft.files)
        self._offer()
        self.call_after_refresh(self._show_files)

    def _show_files(self) -> None:
        """The page of them that begins with `_first`: as many as there is room for."""
        gallery = self.query_one(Gallery)
        here = self._all_files[self._first : self._first + gallery.per_page]
        gallery.show([_shown(it, self._files.get(it.file.id)) for it in here])
        self._offer()

    @property
    def _all_files(self) -> Sequence[TaggedFile]:
        return self._draft.files if self._draft is not None else ()

    def on_resize(self) -> None:
        self._first = 0
        self.call_after_refresh(self._show_files)

    def on_gallery_turned(self, event: Gallery.Turned) -> None:
        self._turn(event.pages)

    def action_more(self) -> None:
        self._turn(1)

    def _turn(self, pages: int) -> None:
        """To the page after this one or before it, and round."""
        per_page = max(1, self.query_one(Gallery).per_page)
        number = max(1, -(-len(self._all_files) // per_page))
        self._first = (self._first // per_page + pages) % number * per_page
        self._show_files()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offered is what this person may do with it."""
        if action in ("approve", "send_back", "comments", "more"):
            return self.is_mounted and self._may(action)
        return True

    def _may(self, action: str) -> bool:
        draft = self._draft
        if draft is None or action == "back":
            return action == "back"
        if action == "comments":
            return draft.published_at is not None
        if action == "more":
            return len(draft.files) > self.query_one(Gallery).per_page
        is_leader = self.staff is not None and self.staff.role is Role.LEADER
        return is_leader and draft.state is PostState.WAITING

    def _offer(self) -> None:
        for button in self.query("#buttons Button").results(Button):
            button.display = self._may(button.id or "")
        self.refresh_bindings()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def action_comments(self) -> None:
        self.app.push_screen(PostComments(self._post_id))

    @work(group="save", exit_on_error=False)
    async def action_approve(self) -> None:
        """Once, however often it is pressed: the second time it would not wait any more."""
        if self._is_deciding:
            return
        self._is_deciding, now = True, self.kiosk.now()
        state = await self.ask(self.store.run(story.approve, self.staff, self._post_id, now))
        self._is_deciding = False
        if state is not None:
            later = state is PostState.SCHEDULED
            self.say("It is shown when its time comes." if later else "It is shown now.")
            self.dismiss()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_send_back(self) -> None:
        draft = self._draft
        if draft is None:
            return
        reason = await self.app.push_screen_wait(send_back_words(draft.writer))
        if reason is None:
            return
        now = self.kiosk.now()
        await self.store.run(story.send_back, self.staff, self._post_id, reason, now)
        self.say(f"Sent back to {draft.writer}.")
        self.dismiss()


def _load(actor: Staff | None, post_id: int) -> Loaded:
    """The post, what of it is on the school's list, and where the small pictures are."""
    draft = story_drafts.draft(actor, post_id)
    written = draft.writing
    captions = [it.file.caption for it in draft.files]
    posters = {it.file.id: it.file.poster_sha256 for it in draft.files}
    return (
        draft,
        word_list.tripped(written.title, written.words, *captions),
        {file_id: media.path(name) for file_id, name in posters.items() if name},
    )


def _shown(tagged: TaggedFile, picture: Path | None) -> Shown:
    file = tagged.file
    if tagged.without:
        state = f"✗ No permission: {', '.join(plain(it.name) for it in tagged.without)}"
        colour = "$error"
    elif tagged.needs_answer and not tagged.answered:
        state, colour = "✗ Who is in it?", "$error"
    elif tagged.pupils:
        state = f"In it: {', '.join(plain(it.name) for it in tagged.pupils)}"
        colour = "$foreground"
    else:
        state, colour = "Nobody is in it" if tagged.needs_answer else "", "$foreground"
    kind = kind_words(file)
    return Shown(file.id, picture, kind, file.caption or kind, state, colour)
