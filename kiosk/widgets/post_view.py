"""One post, large: one of its pictures beside all that it says."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from db.story_records import StoryFile
from kiosk.text import count, safe
from kiosk.widgets.picture import Picture


class PostView(Horizontal):
    """Shows what it is given. Posts `Turned` for a tap on the picture or on the line under it."""

    DEFAULT_CSS = """
    PostView {
        height: 1fr;
        #seen { width: 3fr; height: 1fr; margin: 0 1; }
        #seen Picture { height: 1fr; }
        #caption { width: 1fr; height: auto; max-height: 3; text-align: center; }
        VerticalScroll {
            width: 2fr;
            min-width: 30;
            height: 1fr;
            padding: 0 1;
            background: $surface;
        }
        #words { width: 1fr; height: auto; }
        &.-words #seen { display: none; }
        &.-words { align-horizontal: center; }
        &.-words VerticalScroll { width: 100%; max-width: 104; padding: 0 2; }
    }
    """

    class Turned(Message):
        """`by` is 1 for the next picture, -1 for the one before."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def compose(self) -> ComposeResult:
        with Vertical(id="seen"):
            yield Picture()
            yield Static("", id="caption")
        with VerticalScroll():
            yield Static("", id="words")

    def show(self, words: Content) -> None:
        """All that is said, from its beginning where it is another post."""
        self.query_one("#words", Static).update(words)

    def show_file(self, file: StoryFile | None, path: Path | None, number: int, of: int) -> None:
        """The file with this number, counted from one; None where the post has none."""
        self.set_class(file is None, "-words")
        if file is None:
            self.query_one(Picture).show(None)
            return
        words = file_words(file)
        self.query_one(Picture).show(path, alt="" if path else words)
        parts = [f"◀ {number} of {of} ▶"] if of > 1 else []
        parts += [words] if path and file.kind != "photo" else []
        parts += [file.caption] if file.caption else []
        self.query_one("#caption", Static).update(safe(" · ".join(parts)))

    def on_click(self, event: events.Click) -> None:
        seen = self.query_one("#seen").region
        if seen.contains(int(event.screen_x), int(event.screen_y)):
            self.post_message(self.Turned(-1 if event.screen_x < seen.center[0] else 1))


def picture_name(file: StoryFile) -> str:
    """The name of the file that is its picture; empty where it has none."""
    return file.sha256 if file.kind == "photo" else file.poster_sha256


def file_words(file: StoryFile) -> str:
    """What it is, for those who cannot see or play it here."""
    if file.kind == "photo":
        return "📷 A photo"
    if file.kind == "pdf":
        return f"📄 {count(file.pages, 'page')}, to read on a phone"
    minutes, seconds = divmod(round(file.seconds), 60)
    length = f" ({minutes}:{seconds:02})" if file.seconds else ""
    what = "🔊 A recording" if file.kind == "audio" else "🎬 A film"
    return f"{what}{length}, to play on a phone"
