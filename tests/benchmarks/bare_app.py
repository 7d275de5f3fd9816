"""The smallest Textual app, as a program of its own."""

from textual.app import App, ComposeResult
from textual.widgets import Static

HELLO = "Good morning"


class BareApp(App[None]):
    """One line, and nothing else."""

    def compose(self) -> ComposeResult:
        yield Static(HELLO)


if __name__ == "__main__":
    BareApp().run()
