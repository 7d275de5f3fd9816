"""The comments under a post, for its staff: who wrote them, what waits, and an answer (R6, R24)."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, OptionList, Static

from db import comments
from db.comments import Conversation
from db.policy import Problem
from db.records import Role
from db.story_records import Comment, CommentState
from kiosk.messages import RecordsChanged
from kiosk.screens.hide_words import hide_words
from kiosk.screens.one_comment import OneComment
from kiosk.screens.place import Place
from kiosk.screens.report_words import ReportWords
from kiosk.screens.write_comment import WriteComment
from kiosk.text import count, safe, shorten
from kiosk.widgets.comment_lines import in_brief
from kiosk.widgets.steady_list import SteadyList

NOTHING = "Nobody has written anything here yet."
TITLE_CELLS = 60


class PostComments(Place):
    """Oldest first, as a conversation is read. A tap or Enter opens one."""

    CSS_PATH = "post_comments.tcss"
    TITLE_WORDS = "Comments"
    BINDINGS = [
        Binding("a", "answer", "Answer"),
        Binding("s", "approve", "Show it"),
        Binding("h", "hide", "Hide it"),
        Binding("r", "report", "Report"),
    ]

    def __init__(self, post_id: int, *, at: int | None = None) -> None:
        """`at` is the id of the comment to begin with, where it is not the first."""
        super().__init__()
        self._post_id, self._at = post_id, at
        self._told: Conversation | None = None
        self._post = ""
        self._may_answer = False
        self._comments: dict[str, Comment] = {}

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield SteadyList(id="comments")
        yield Static("", id="nothing")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Answer (A)", id="answer", variant="primary")
            yield Button("Show it (S)", id="approve")
            yield Button("Hide it (H)", id="hide")
            yield Button("Report (R)", id="report")

    def on_mount(self) -> None:
        self.query_one("#nothing").display = False
        self.query_one(SteadyList).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """What stands there now."""
        try:
            told = await self.store.run(comments.conversation, self.staff, self._post_id)
        except Problem as problem:
            self._told = None
            self._show([], "", str(problem))
            return
        at, self._at = self._at, None
        if told == self._told and at is None:  # something else in the records has changed
            return
        self._told, self._may_answer = told, told.is_published
        self._show(told.comments, told.post, NOTHING, at)

    def _show(
        self, found: Sequence[Comment], post: str, nothing: str, at: int | None = None
    ) -> None:
        self._comments, self._post = {str(it.id): it for it in found}, post
        now, zone = self.kiosk.now(), self.time_zone
        shown = self.query_one(SteadyList)
        shown.display = bool(found)
        shown.show(
            [(str(it.id), in_brief(it, now, zone)) for it in found],
            at="" if at is None else str(at),
        )
        empty = self.query_one("#nothing", Static)
        empty.display = not found
        empty.update(safe(nothing))
        waits = sum(it.state is CommentState.WAITING for it in found)
        parts = [f"“{shorten(post, TITLE_CELLS)}”"] if post else []
        parts += [count(len(found), "comment")] if found else []
        parts += [f"{waits} to look at"] if waits else []
        self.query_one("#summary", Static).update(safe(" · ".join(parts)))
        self._offer()

    @property
    def _here(self) -> Comment | None:
        return self._comments.get(self.query_one(SteadyList).here)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of what cannot be done with the comment one is at are dim."""
        if action in ("answer", "approve", "hide", "report"):
            return (self.is_mounted and self._may(action, self._here)) or None
        return True

    def _may(self, action: str, comment: Comment | None) -> bool:
        """Whether this can be done with the comment one is at."""
        if action == "answer":
            return self._may_answer
        if comment is None:
            return False
        is_shown = comment.state is CommentState.SHOWN
        if action == "approve":
            own = comment.is_staff and comment.is_mine
            return not is_shown and not (own and not self._is_leader)
        if action == "hide":
            return comment.state is not CommentState.HIDDEN
        return is_shown and self._may_answer and not comment.held

    @property
    def _is_leader(self) -> bool:
        return self.staff is not None and self.staff.role is Role.LEADER

    def _offer(self) -> None:
        for button in self.query("#buttons Button").results(Button):
            button.disabled = not self._may(button.id or "", self._here)
        self.refresh_bindings()

    def on_option_list_option_highlighted(self) -> None:
        self._offer()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        here = self._here
        if here is None:
            return
        may = [it for it in ("approve", "hide", "report") if self._may(it, here)]
        chosen = await self.app.push_screen_wait(OneComment(here, self._post, may))
        if chosen is not None:
            self._do(chosen)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(SteadyList).focus()
        self.call_later(self._do, event.button.id or "")

    def _do(self, action: str) -> None:
        getattr(self, f"action_{action}")()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_answer(self) -> None:
        if not self._may_answer:
            return
        made = await self.app.push_screen_wait(WriteComment(self._post_id, self._post))
        if made is not None:
            self._at = made
            self.load()

    @work(group="save", exit_on_error=False)
    async def action_approve(self) -> None:
        here = self._here
        if here is None or not self._may("approve", here):
            return
        await self.ask(self.store.run(comments.approve, self.staff, here.id, self.kiosk.now()))
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_hide(self) -> None:
        here = self._here
        if here is None or not self._may("hide", here):
            return
        reason = await self.app.push_screen_wait(hide_words(here))
        if reason is not None:
            now = self.kiosk.now()
            await self.ask(self.store.run(comments.hide, self.staff, here.id, reason, now))
            self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_report(self) -> None:
        here = self._here
        if here is None or not self._may("report", here):
            return
        if await self.app.push_screen_wait(ReportWords(self._post_id, here.id)):
            self.load()
