"""What a post is written in: its kind, title, words, and the day that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Label, Static, TextArea

from db.story_records import PostKind, Writing
from kiosk.post_words import KIND_NAMES, clock_words
from kiosk.text import plain, safe
from kiosk.typed_days import day_told, day_typed, read_day, read_time
from kiosk.widgets.no_photos import NoPhotos
from kiosk.widgets.pills import Pills
from kiosk.widgets.post_preview import preview
from kiosk.widgets.relabel import relabel
from kiosk.widgets.typed_field import TypedField

HOW_TO_WRITE = Content(
    "Write here.\n\n"
    "A blank line begins a paragraph.\n"
    "- at the start of a line makes a list\n"
    "1. one with numbers\n"
    "*one star leans*, **two are bold**\n"
    "[our website](https://…) is a link"
)


class PostForm(Vertical):
    """Posts `Changed` with every key. It refuses nothing: what cannot be read stays, and
    `problem` says what is wrong."""

    DEFAULT_CSS = """
    PostForm {
        height: 1fr;
        & #top { height: 3; padding-left: 1; }
        & #top #kind { margin-right: 1; }
        & #desk { height: 1fr; }
        & #sheet { width: 1fr; padding-left: 1; }
        & #title-row { height: 1; }
        & #title-row Label { width: 8; }
        & #title { width: 1fr; background: $panel; }
        & #days { height: 1; }
        & #due, & #day { & Label { width: 7; } }
        & #time Input { width: 8; }
        & #words { height: 1fr; }
        & #preview { height: 1fr; border: round $panel; padding: 0 1; background: $surface; }
        & #preview:focus { border: round $accent; }
        & #preview Static { width: 100%; height: auto; }
    }
    """

    class Changed(Message):
        """A key was typed, another kind chosen."""

    def __init__(self, today: date, *, longest_title: int) -> None:
        super().__init__()
        self._today, self._longest_title = today, longest_title
        self._kinds: tuple[PostKind, ...] = ()

    def compose(self) -> ComposeResult:
        with Horizontal(id="top", classes="edged"):
            yield Pills([], "", id="kind", classes="tall")
            yield Button("", id="choose_places")
        with Horizontal(id="desk"):
            with Vertical(id="sheet"):
                with Horizontal(id="title-row"):
                    yield Label("Title")
                    yield Input(id="title", max_length=self._longest_title, compact=True)
                with Horizontal(id="days"):
                    yield self._day_field("Due", "due")
                    yield self._day_field("Day", "day")
                    yield TypedField(
                        "at", read_time, clock_words, placeholder="any time", id="time"
                    )
                yield TextArea(
                    id="words", tab_behavior="focus", soft_wrap=True, placeholder=HOW_TO_WRITE
                )
                with VerticalScroll(id="preview"):
                    yield Static("")
            yield NoPhotos()

    def _day_field(self, label: str, name: str) -> TypedField[date]:
        return TypedField(
            label,
            lambda words: read_day(words, self._today),
            lambda day: day_told(day, self._today),
            placeholder="Friday, or 12/10",
            id=name,
        )

    def on_mount(self) -> None:
        self.query_one("#preview").display = False
        self._fit_to_kind()

    @property
    def is_previewed(self) -> bool:
        return bool(self.query_one("#preview").display)

    def show_preview(self, written: Writing | None) -> None:
        """Show how this will look instead of the words that are typed; None goes back to them."""
        sheet = self.query("#title-row, #words")
        shown = self.query_one("#preview")
        sheet.set(display=written is None)
        self._fit_to_kind()
        if written is not None:
            shown.query_one(Static).update(preview(written, self._today))
        if shown.display == (written is None):
            shown.display = written is not None
            (shown if written is not None else self.query_one("#words")).focus()

    @property
    def kind(self) -> PostKind:
        return PostKind(self.query_one("#kind", Pills).value or PostKind.NEWS)

    def offer(self, kinds: Sequence[PostKind]) -> None:
        """From now on one of these; the kind that is chosen stays where it is among them."""
        if tuple(kinds) != self._kinds:
            self._kinds = tuple(kinds)
            kind = self.kind if self.kind in kinds else kinds[0]
            choices = [(it.value, KIND_NAMES[it]) for it in kinds]
            self.query_one("#kind", Pills).offer(choices, kind.value)
            self._fit_to_kind()

    def choose_kind(self, kind: PostKind | None) -> None:
        """This kind, where it is among those that are offered."""
        if kind in self._kinds:
            self.query_one("#kind", Pills).value = kind.value
            self._fit_to_kind()

    def show(self, written: Writing) -> None:
        """Put what was written into the fields, the cursor behind the words. What was typed before
        that goes on from there."""
        self.query_one("#kind", Pills).value = written.kind.value
        self.query_one("#title", Input).value = plain(written.title.replace("\n", " "))
        words = self.query_one("#words", TextArea)
        words.text = plain(written.words) + words.text
        words.move_cursor(words.document.end)
        due, day = (
            day_typed(it, self._today) if it else "" for it in (written.due_on, written.happens_on)
        )
        self._field("due").show(due)
        self._field("day").show(day)
        self._field("time").show(clock_words(written.happens_at) if written.happens_at else "")
        self._fit_to_kind()

    def written(self, class_ids: Sequence[int], *, comments_on: bool) -> Writing:
        """What stands in the fields, for these classes."""
        is_homework, is_reminder = self._is_homework, self._is_reminder
        due: date | None = self._field("due").value
        day: date | None = self._field("day").value
        at: time | None = self._field("time").value
        return Writing(
            kind=self.kind,
            words=self.query_one("#words", TextArea).text,
            title=self.query_one("#title", Input).value,
            class_ids=tuple(class_ids),
            comments_on=comments_on,
            due_on=due if is_homework else None,
            happens_on=day if is_reminder else None,
            happens_at=at if is_reminder else None,
        )

    @property
    def problem(self) -> str:
        """What cannot be read, as a sentence; empty without."""
        wrong = self._wrong()
        return wrong.problem if wrong else ""

    def focus_problem(self) -> None:
        """Go to the field that cannot be read."""
        wrong = self._wrong()
        if wrong:
            wrong.focus_field()

    def keep_kind(self) -> None:
        """The kind of a published post stays as it is."""
        self.query_one("#kind", Pills).disabled = True

    def tell_places(self, words: str, *, may_change: bool) -> None:
        """Whose story it is for, on the button that changes it."""
        button = self.query_one("#choose_places", Button)
        relabel(button, safe(f"{words} (F3)" if may_change else words))
        button.disabled = not may_change

    def next_kind(self) -> None:
        kinds = self._kinds
        pills = self.query_one("#kind", Pills)
        if kinds and not pills.disabled:
            pills.value = kinds[(kinds.index(self.kind) + 1) % len(kinds)].value
            self._fit_to_kind()
            self.post_message(self.Changed())

    def on_pills_changed(self, event: Pills.Changed) -> None:
        event.stop()
        self._fit_to_kind()
        self.post_message(self.Changed())

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()

    @property
    def _is_homework(self) -> bool:
        return self.kind is PostKind.HOMEWORK

    @property
    def _is_reminder(self) -> bool:
        return self.kind is PostKind.REMINDER

    def _fit_to_kind(self) -> None:
        """Only the days that this kind may have."""
        self._field("due").display = self._is_homework
        self._field("day").display = self._field("time").display = self._is_reminder
        has_days = self._is_homework or self._is_reminder
        self.query_one("#days").display = has_days and not self.is_previewed

    def _wrong(self) -> TypedField[date] | TypedField[time] | None:
        fields = [self._field(it) for it in ("due", "day", "time")]
        return next((it for it in fields if it.display and it.problem), None)

    def _field(self, name: str) -> TypedField:  # type: ignore[type-arg] # of days, and one of times
        return self.query_one(f"#{name}", TypedField)
