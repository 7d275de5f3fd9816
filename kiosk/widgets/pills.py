"""One of a few short words, side by side: which kind, how heavy, how many."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Pills(Widget, can_focus=True):
    """Left and right or a tap choose; posts `Changed`. `choices` are (value, words)."""

    DEFAULT_CSS = """
    Pills {
        width: auto;
        height: 1;
        color: $foreground;
        & > .pills--one { background: $panel; color: $foreground; }
        & > .pills--chosen { background: $primary; color: $background; text-style: bold; }
        &:focus > .pills--chosen { background: $accent; text-style: bold; }
        &.tall { height: 3; }
    }
    """
    COMPONENT_CLASSES = {"pills--one", "pills--chosen"}
    BINDINGS = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
    ]

    value: reactive[str] = reactive("", init=False)

    class Changed(Message):
        def __init__(self, pills: Pills, value: str) -> None:
            super().__init__()
            self.pills = pills
            self.value = value

        @property
        def control(self) -> Pills:
            return self.pills

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        value: str,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._choices = tuple(choices)
        self.set_reactive(Pills.value, value)

    def offer(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Other choices from now on; `value` is the chosen one, and nothing is posted."""
        self._choices = tuple(choices)
        self.value = value
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return sum(len(words) + 3 for _, words in self._choices) - 1

    def render(self) -> Content:
        blank, middle = self._line(words=False), self._line(words=True)
        if self.size.height < 3:
            return middle
        return Content("\n").join([blank, middle, blank])

    def _line(self, *, words: bool) -> Content:
        parts: list[Content] = []
        for value, name in self._choices:
            chosen = value == self.value
            style = self.get_visual_style("pills--chosen" if chosen else "pills--one")
            parts += [
                Content.styled(f" {name if words else ' ' * len(name)} ", style),
                Content(" "),
            ]
        return Content.assemble(*parts[:-1])

    def on_click(self, event: events.Click) -> None:
        at = 0
        for value, words in self._choices:
            at += len(words) + 3
            if event.x < at:
                self._choose(value)
                return

    def action_step(self, by: int) -> None:
        values = [value for value, _ in self._choices]
        at = values.index(self.value) if self.value in values else 0
        self._choose(values[max(0, min(len(values) - 1, at + by))])

    def _choose(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self, value))
