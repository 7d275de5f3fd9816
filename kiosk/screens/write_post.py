"""Staff write a post, for their classes or for the whole school (R5, R9)."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static

from db import story, story_drafts
from db.clock import school_day
from db.policy import Problem
from db.records import SchoolClass
from db.story_records import PostKind, PostState
from db.story_rows import LONGEST_TITLE
from db.word_list import Tripped
from kiosk.post_words import files_words
from kiosk.screens.choose_places import ChoosePlaces
from kiosk.screens.keeps_draft import KeepsDraft, is_empty
from kiosk.screens.look_again import LookAgain
from kiosk.screens.post_files import PostFiles
from kiosk.screens.publish_post import PublishPost, outcome
from kiosk.screens.sure import Sure
from kiosk.text import safe, shorten
from kiosk.widgets.post_form import PostForm
from kiosk.widgets.relabel import relabel

PLACE_CELLS = 14


class WritePost(KeepsDraft):
    """A new post for a class (`class_id`) or for the school (neither), a draft, or a published one.

    A draft is kept as it is typed; what is changed in a published post is for its readers once it
    is saved.
    """

    CSS_PATH = "write_post.tcss"
    TITLE_WORDS = "Write"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    BINDINGS = [
        Binding("f2", "next_kind", "Kind", priority=True),
        Binding("f3", "choose_places", "For", priority=True),
        Binding("f4", "comments", "Comments", show=False, priority=True),
        Binding("f6", "preview", "Preview", show=False, priority=True),
        Binding("f8", "files", "Photos", show=False, priority=True),
        Binding("f10", "publish", "Publish", show=False, priority=True),
    ]

    def __init__(
        self,
        post_id: int | None = None,
        *,
        class_id: int | None = None,
        kind: PostKind | None = None,
    ) -> None:
        """`kind` is what a new one begins as."""
        super().__init__(post_id, () if class_id is None else (class_id,), kind)

    def compose_place(self) -> ComposeResult:
        today = school_day(self.kiosk.now(), self.time_zone)
        yield PostForm(today, longest_title=LONGEST_TITLE)
        yield Static("", id="state")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Back (Esc)", id="back")
            yield Button("Comments on (F4)", id="comments")
            yield Button("Photos (F8)", id="files")
            yield Button("Preview (F6)", id="preview_button")
            yield Button("Publish (F10)", id="publish", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#words").focus()

    def tell(self) -> None:
        super().tell()
        files = len(self.draft.files) if self.draft else 0
        self._relabel("comments", f"Comments {'on' if self.comments_on else 'off'} (F4)")
        self._relabel("files", f"{files_words(self.form.kind)}: {files} (F8)")
        self._relabel("publish", "Save changes (F10)" if self.is_published else "Publish (F10)")
        self._relabel("preview_button", "Write (F6)" if self.form.is_previewed else "Preview (F6)")
        self.form.tell_places(f"For {self._where}", may_change=self._may_choose)
        if self.is_published:
            self.form.keep_kind()
        if self.form.is_previewed:
            self.form.show_preview(self.written)
        self.refresh_bindings()

    def _relabel(self, name: str, words: str) -> None:
        relabel(self.query_one(f"#{name}", Button), safe(words))

    @property
    def shown_class(self) -> SchoolClass | None:
        """The one that it is written for, in the line above."""
        mine = {it.id: it for it in self.places.classes}
        return mine.get(self.class_ids[0]) if len(self.class_ids) == 1 else None

    @property
    def _where(self) -> str:
        names = {it.id: it.name for it in self.places.classes}
        if not self.class_ids:
            return "everybody"
        if len(self.class_ids) > 1:
            return f"{len(self.class_ids)} classes"
        return shorten(names.get(self.class_ids[0], ""), PLACE_CELLS)

    @property
    def _may_choose(self) -> bool:
        several = len(self.places.classes) + self.places.school > 1
        return several and not self.is_published

    def on_button_pressed(self, event: Button.Pressed) -> None:
        name = (event.button.id or "").removesuffix("_button")
        self.call_later(getattr(self, f"action_{name}"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The kind and the story of a published post stay; some have one story only."""
        if action == "next_kind":
            return not self.is_published
        if action == "choose_places":
            return self._may_choose
        return True

    def action_next_kind(self) -> None:
        self.form.next_kind()

    def action_comments(self) -> None:
        self.comments_on = not self.comments_on
        self.changed()

    def action_preview(self) -> None:
        """Between writing and how it will look."""
        if self.written is None:
            return
        self.form.show_preview(None if self.form.is_previewed else self.written)
        self.tell()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_choose_places(self) -> None:
        await self.last_keys()
        if not self._may_choose:
            return
        chosen = await self.app.push_screen_wait(ChoosePlaces(self.places, self.class_ids))
        if chosen is not None and chosen != self.class_ids:
            self.class_ids = chosen
            self.fit_to_places()
            self.changed()
            self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_files(self) -> None:
        """To the photos: what they belong to is kept first."""
        await self.last_keys()
        if await self.kept(begin=True) and self.keeper.post_id is not None:
            self.app.push_screen(PostFiles(self.keeper.post_id))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_publish(self) -> None:
        await self.last_keys()
        if self.written is None:
            return
        if self.form.problem:
            self.say(self.form.problem, wrong=True)
            self.form.focus_problem()
        elif self.is_published:
            await self._save_changes()
        elif is_empty(self.written) and not (self.draft and self.draft.files):
            self.say("Please write something first.", wrong=True)
        elif await self.kept(begin=True) and self.keeper.post_id is not None:
            state = await self.app.push_screen_wait(PublishPost(self.keeper.post_id))
            if state is not None:
                self.dismiss()

    async def _save_changes(self) -> None:
        """Words on the school's list are shown first; sent anyway, they wait for a leader (R24)."""
        post_id, written, anyway = self.keeper.post_id, self.written, False
        if post_id is None or written is None:
            return
        while True:
            try:
                state = await self.store.run(
                    story.edit, self.staff, post_id, written, self.kiosk.now(), anyway=anyway
                )
            except Tripped as tripped:
                if not await self.app.push_screen_wait(LookAgain(tripped.words)):
                    return
                anyway = True
            except Problem as problem:
                self.say(problem)
                return
            else:
                published = state is PostState.PUBLISHED
                self.say("Your changes are published." if published else outcome(state))
                self.forget_changes()
                self.dismiss()
                return

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_back(self) -> None:  # type: ignore[override] # a worker: it may ask
        if self.written is not None:
            await self.last_keys()
        if self.is_changed:
            sure = Sure("Your changes are not saved. Throw them away?", yes="Throw away", no="Stay")
            if not await self.app.push_screen_wait(sure):
                return
            self.forget_changes()
        elif self.written is not None and not await self.kept():
            sure = Sure(f"{self.trouble} Leave without it?", yes="Leave", no="Stay")
            if not await self.app.push_screen_wait(sure):
                return
            self.forget_changes()
        elif self.keeper.post_id is not None and self._is_left_empty:
            now = self.kiosk.now()
            await self.ask(
                self.store.run(story_drafts.discard, self.staff, self.keeper.post_id, now)
            )
        self.dismiss()

    @property
    def _is_left_empty(self) -> bool:
        """A draft in which nothing is left: nobody would look for it."""
        files = self.draft.files if self.draft else ()
        written = self.written
        return not (written is None or self.is_published or files) and is_empty(written)
