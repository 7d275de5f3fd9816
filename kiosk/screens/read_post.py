"""One post, large: for everybody, and for staff what they may do with it."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button

from db import story
from db.clock import school_day
from db.policy import Problem
from db.story_records import PostState
from db.words import NOTE_LENGTH
from kiosk.messages import RecordsChanged
from kiosk.post_words import KIND_ICONS, KIND_NAMES
from kiosk.screens.found_post import Found, look
from kiosk.screens.place import Place
from kiosk.screens.post_before import PostBefore
from kiosk.screens.post_comments import PostComments
from kiosk.screens.post_files import PostFiles
from kiosk.screens.post_seen import PostSeen
from kiosk.screens.report_words import ReportWords
from kiosk.screens.review_words import ReviewWords
from kiosk.screens.sure import Sure
from kiosk.screens.write_post import WritePost
from kiosk.text import count, safe
from kiosk.widgets.item_view import moment_words
from kiosk.widgets.marked_words import marked
from kiosk.widgets.post_card import counts_words, date_words
from kiosk.widgets.post_view import PostView

REASONS = (
    "A name or a date is wrong.",
    "There is a photo that should not be here.",
    "Please talk with me about the words.",
)
STATES = {
    PostState.DRAFT: "✎ A draft: only you and school leaders see it",
    PostState.WAITING: "⏳ A school leader reads it first: nobody sees it until then",
    PostState.SCHEDULED: "⏰ It is published later",
    PostState.PUBLISHED: "⚑ Reported: nobody sees it until a school leader has decided",
    PostState.TAKEN_DOWN: "✗ Taken down: nobody sees it",
}


class ReadPost(Place):
    """Its pictures one after the other, its words to scroll."""

    CSS_PATH = "read_post.tcss"
    TITLE_WORDS = "Story"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    BINDINGS = [
        Binding("left,p", "turn(-1)", show=False),
        Binding("right,n", "turn(1)", show=False),
        Binding("e", "edit", "Edit"),
        Binding("f8", "files", "Photos"),
        Binding("w", "seen", "Seen by"),
        Binding("c", "comments", "Comments"),
        Binding("t", "pin", "On top"),
        Binding("d", "take_down", "Take down"),
        Binding("b", "put_back", "Put back"),
        Binding("o", "before", "Before"),
        Binding("r", "report", "Report"),
        Binding("f2", "staff", "Staff"),
    ]

    def __init__(self, post_id: int) -> None:
        super().__init__()
        self._post_id = post_id
        self._found: Found | None = None
        self._at = 0  # which of its files is shown

    def compose_place(self) -> ComposeResult:
        yield PostView()
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Edit (E)", id="edit")
            yield Button("Photos (F8)", id="files")
            yield Button("Seen by (W)", id="seen")
            yield Button("Comments (C)", id="comments")
            yield Button("On top (T)", id="pin")
            yield Button("Put back (B)", id="put_back")
            yield Button("Before (O)", id="before")
            yield Button("Report (R)", id="report")
            yield Button("Take down (D)", id="take_down")
            yield Button("Staff (F2)", id="staff")

    def on_mount(self) -> None:
        self.query("#buttons Button").set(display=False)
        self.query_one(VerticalScroll).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """The post as it is now; where it is gone, so is this screen."""
        here = self.kiosk.school_class
        try:
            found = await self.store.run(look, self.staff, self._post_id, here.id if here else None)
        except Problem as problem:
            self.say(problem)
            self.dismiss()
            return
        self._found = found
        self.query_one(PostView).show(self._told(found))
        self._show_file()
        for button in self.query("#buttons Button").results(Button):
            button.display = self._may(button.id or "")
        pinned = "✔ On top (T)" if found.choices.pinned else "On top (T)"
        self.query_one("#pin", Button).label = pinned
        self.refresh_bindings()

    def _show_file(self) -> None:
        found = self._found
        if found is None:
            return
        files = found.post.files
        self._at = max(0, min(self._at, len(files) - 1))
        file, path = (files[self._at], found.pictures[self._at]) if files else (None, None)
        self.query_one(PostView).show_file(file, path, self._at + 1, len(files))

    def _told(self, found: Found) -> Content:
        """All that is said, with what only staff are told at its end."""
        post, now = found.post, self.kiosk.now()
        lines = [safe(f"{KIND_ICONS[post.kind]} {KIND_NAMES[post.kind]}", "bold $primary")]
        if post.title:
            lines.append(safe(post.title, "bold"))
        day = date_words(post, school_day(now, self.time_zone))
        if day:
            lines.append(safe(f"⏰ {day}", "bold $accent"))
        lines += [Content(""), marked(post.words), Content("")]
        lines.append(safe(f"{post.writer}, {moment_words(post.published_at, self.time_zone)}"))
        if post.edited_at is not None:
            lines.append(safe(f"Edited {moment_words(post.edited_at, self.time_zone)}"))
        lines.append(safe(counts_words(post)))
        if self.staff is not None and post.hidden:
            hidden = f"{count(post.hidden, 'photo or file', 'photos or files')} not shown"
            lines.append(safe(f"🚫 {hidden}: somebody in it has no permission", "$warning"))
        if found.hidden_as is not None:
            lines += [Content(""), safe(STATES[found.hidden_as], "bold $error")]
        if found.note:
            lines.append(safe(f"“{found.note}”"))
        return Content("\n").join(lines)

    @property
    def _file_id(self) -> int | None:
        """The file that is shown."""
        files = self._found.post.files if self._found is not None else ()
        return files[self._at].id if self._at < len(files) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._may(action)

    def _may(self, action: str) -> bool:
        """Whether this is offered: the records say to whom."""
        found = self._found
        if action == "staff":
            return self.staff is None and self.kiosk.session.pupil is None
        if found is None:
            return action == "back"
        may = found.choices
        is_told = self.kiosk.session.pupil is not None and found.hidden_as is None
        return {
            "turn": len(found.post.files) > 1,
            "edit": may.edit,
            "files": may.change and bool(found.post.files or found.post.hidden),
            "take_down": may.change,
            "pin": may.change and may.pinned is not None,
            "put_back": may.put_back,
            "seen": may.answer,
            "comments": may.answer,
            "before": bool(found.old_words),
            "report": may.report or is_told,
        }.get(action, True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(VerticalScroll).focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_post_view_turned(self, event: PostView.Turned) -> None:
        self.action_turn(event.by)

    def action_turn(self, by: int) -> None:
        """To the next picture or the one before, and round."""
        if self._found is not None and self._found.post.files:
            self._at = (self._at + by) % len(self._found.post.files)
            self._show_file()

    def action_edit(self) -> None:
        self.app.push_screen(WritePost(self._post_id))

    def action_files(self) -> None:
        self.app.push_screen(PostFiles(self._post_id, first=self._file_id))

    def action_seen(self) -> None:
        self.app.push_screen(PostSeen(self._post_id))

    def action_comments(self) -> None:
        self.app.push_screen(PostComments(self._post_id))

    def action_before(self) -> None:
        if self._found is not None:
            self.app.push_screen(PostBefore(self._found.old_words, self.time_zone))

    def action_report(self) -> None:
        self.app.push_screen(ReportWords(self._post_id))

    @work(group="save", exit_on_error=False)
    async def action_pin(self) -> None:
        found = self._found
        if found is not None:
            on, now = not found.choices.pinned, self.kiosk.now()
            await self.store.run(story.pin, self.staff, self._post_id, found.class_id, on, now)
            self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_take_down(self) -> None:
        """One's own after a question, somebody else's with a reason for them."""
        found = self._found
        if found is None:
            return
        reason: str | None = ""
        if found.choices.needs_reason:
            title = f"Why should {found.post.writer} take it down?"
            asked = ReviewWords(title, REASONS, yes="Take down", most=NOTE_LENGTH)
            reason = await self.app.push_screen_wait(asked)
        elif not await self.app.push_screen_wait(
            Sure("Take this post down? Nobody sees it any more then.", yes="Take down", no="Keep")
        ):
            reason = None
        if reason is not None:
            now = self.kiosk.now()
            await self.store.run(story.take_down, self.staff, self._post_id, reason, now)
            self.load()

    @work(group="save", exit_on_error=False)
    async def action_put_back(self) -> None:
        await self.store.run(story.put_back, self.staff, self._post_id, self.kiosk.now())
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_staff(self) -> None:
        if await self.kiosk.sign_in() is not None:
            self.load()
