"""One task of a pupil's homework: what to do, an example to work on, and the answer (R8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from db import homework, media, portfolio
from db.clock import school_day
from db.homework_records import By, ChildTask
from db.policy import NotFound, Problem
from db.portfolio_records import Item, ItemState
from db.records import Pupil
from db.story_records import StoryFile
from kiosk.messages import RecordsChanged
from kiosk.post_words import due_words
from kiosk.screens.answer_with import AnswerWith
from kiosk.screens.place import Place
from kiosk.screens.sure import Sure
from kiosk.text import safe
from kiosk.widgets.item_view import file_of, kind_icon, kind_words
from kiosk.widgets.marked_words import marked
from kiosk.widgets.picture import Picture
from kiosk.widgets.post_view import picture_name

GONE = "This task is not there any more."
STATES = {
    ItemState.WAITING: "⏳ It waits for your teacher.",
    ItemState.APPROVED: "✔ Your teacher likes it.",
    ItemState.SENT_BACK: "↩ Your teacher sent it back:",
}
MARKED = {
    By.PUPIL: "✔ You have done this.",
    By.PARENT: "✔ Done. Somebody at home has ticked it.",
    By.STAFF: "✔ Done. Your teacher has ticked it.",
}


@dataclass(frozen=True, slots=True)
class Sight:
    """Something to look at beside the words; where there is no picture of it, `words` say what
    it is."""

    caption: str
    picture: Path | None
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """A task, the work that answers it, and what there is to see of both, the answer last."""

    task: ChildTask
    answer: Item | None
    sights: tuple[Sight, ...]


class MyTask(Place):
    """For the signed-in pupil. What staff have ticked stays ticked."""

    CSS_PATH = "my_task.tcss"
    TITLE_WORDS = "My homework"
    BINDINGS = [
        Binding("d", "done", "I have done it"),
        Binding("t", "take_back", "Not done yet"),
        Binding("a", "answer", "Answer"),
        Binding("l", "large", "Large"),
        Binding("n", "next", "Next picture"),
    ]

    def __init__(self, pupil: Pupil, post_id: int) -> None:
        super().__init__()
        self._pupil, self._post_id = pupil, post_id
        self._found: Found | None = None
        self._sight = 0

    def compose_place(self) -> ComposeResult:
        yield Static("", id="title")
        yield Static("", id="due")
        with Horizontal(id="both"):
            with VerticalScroll(id="words"):
                yield Static("", id="what")
                yield Static("", id="answered")
            with Vertical(id="beside"):
                yield Static("", id="caption")
                yield Picture()
        with Horizontal(id="buttons", classes="edged"):
            yield Button("✔ I have done it (D)", id="done", variant="primary")
            yield Button("Not done yet (T)", id="take_back")
            yield Button("🎨 Answer with my work (A)", id="answer")
            yield Button("Large (L)", id="large")
            yield Button("Next (N)", id="next")

    def on_mount(self) -> None:
        self.query_one("#words").focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what there is to do now."""
        done = self._found.task.done if self._found else None
        sights = self._found.sights if self._found else ()
        return {
            "done": self._found is not None and done is None,
            "take_back": done is not None and done.by is not By.STAFF,
            "answer": self._found is not None,
            "large": any(it.picture for it in sights),
            "next": len(sights) > 1,
        }.get(action, True)

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        try:
            found = await self.store.run(task_of, self._pupil, self._post_id, self.kiosk.now())
        except Problem as problem:
            self.say(problem)
            self.dismiss()
            return
        was = self._found
        if was is not None and found.answer is not None and was.answer != found.answer:
            self._sight = len(found.sights) - 1
            self.call_after_refresh(self.query_one("#words").scroll_end, animate=False)
        self._found = found
        self._show(found)

    def _show(self, found: Found) -> None:
        task, today = found.task, school_day(self.kiosk.now(), self.time_zone)
        self.query_one("#title", Static).update(safe(task.task.title))
        words = MARKED[task.done.by] if task.done is not None else due_kindly(task, today)
        self.query_one("#due", Static).update(safe(words))
        self.query_one("#due").set_class(task.done is not None, "-done")
        self.query_one("#what", Static).update(marked(task.words))
        answered = self.query_one("#answered", Static)
        answered.update(_said(found.answer) if found.answer else "")
        answered.display = found.answer is not None
        for button in self.query("#buttons Button").results(Button):
            button.display = self.check_action(str(button.id), ()) is True
        self._look()
        self.refresh_bindings()

    def _look(self) -> None:
        """Show what one is looking at."""
        sights = self._found.sights if self._found else ()
        self.query_one("#beside").display = bool(sights)
        if not sights:
            self.set_class(False, "-large")
            return
        self._sight %= len(sights)
        sight = sights[self._sight]
        number = f" ({self._sight + 1} of {len(sights)})" if len(sights) > 1 else ""
        self.query_one("#caption", Static).update(safe(f"{sight.caption}{number}"))
        self.query_one(Picture).show(sight.picture, alt=sight.words)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("#words").focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_done(self) -> None:
        pupil = self._pupil
        done = await self.ask(
            self.store.run(homework.mark_done, pupil, pupil.id, self._post_id, self.kiosk.now())
        )
        if done is not None:
            self.say(f"Well done, {pupil.name}!")
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_take_back(self) -> None:
        """The tick goes; the work that was the answer stays in the portfolio."""
        if self._found is None:
            return
        if self._found.answer is not None:
            question = "Is this not your answer? It stays in your portfolio."
            sure = Sure(question, yes="Take it back", no="Leave it")
            if not await self.app.push_screen_wait(sure):
                return
        self.take_back()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def take_back(self) -> None:
        await self.ask(
            self.store.run(homework.mark_not_done, self._pupil, self._pupil.id, self._post_id)
        )
        self.load()

    def action_answer(self) -> None:
        if self._found is not None:
            self.app.push_screen(AnswerWith(self._pupil, self._found.task.task))

    def action_large(self) -> None:
        """The picture alone, and back."""
        self.toggle_class("-large")

    def action_next(self) -> None:
        self._sight += 1
        self._look()


def due_kindly(it: ChildTask, today: date) -> str:
    """When it is due; where that has passed, that it still counts."""
    words = f"It {'' if it.is_late else 'is '}{due_words(it.task.due_on, today)}."
    return f"{words} You can still do it." if it.is_late else words


def task_of(pupil: Pupil, post_id: int, now: datetime) -> Found:
    """The task with what belongs to it. Raises `NotFound`, `NotAllowed` (R20)."""
    known = homework.tasks(pupil, pupil.id, now)
    task = next((it for it in known if it.task.post_id == post_id), None)
    if task is None:
        raise NotFound(GONE)
    answer = None
    if task.done is not None and task.done.item_id is not None:
        answer = portfolio.item(pupil, task.done.item_id)
    sights = [_example(it) for it in task.files]
    if answer is not None and answer.media is not None:
        name = file_of(answer)
        picture = media.path_if_any(name)
        sights.append(Sight("📎 Your answer", picture, kind_words(answer.media)))
    return Found(task, answer, tuple(sights))


def _example(file: StoryFile) -> Sight:
    name = picture_name(file)
    words = kind_words(file)
    if file.kind == "pdf" and file.pages > 1:
        words = f"📄 The first of {file.pages} pages"
    caption = file.caption or ("To work on" if file.kind == "photo" else words)
    return Sight(caption, media.path_if_any(name), words)


def _said(answer: Item) -> Content:
    """The answer in words, and what the teacher said about it."""
    lines = [
        Content.assemble("\n", ("📎 Your answer", "bold $primary")),
        safe(f"{kind_icon(answer)} {answer.words}" if answer.words else kind_words(answer.media)),
        Content.styled(STATES[answer.state], "bold"),
    ]
    if answer.note:
        lines.append(safe(f"“{answer.note}”"))
    lines += [
        Content.assemble("💬 ", safe(it.writer, "bold"), ": ", safe(it.words))
        for it in answer.comments
    ]
    return Content("\n").join(lines)
