"""One item of a portfolio, large: its picture beside what is said about it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.portfolio_records import Item, ItemMedia, ItemState
from db.story_records import StoryFile
from kiosk.text import count, safe, short_date
from kiosk.widgets.picture import Picture

ICONS = {"photo": "📷", "pdf": "📄", "audio": "🔊", "video": "🎬"}
STATES = {
    ItemState.WAITING: "⏳ Waits for a teacher",
    ItemState.APPROVED: "✔ Approved",
    ItemState.SENT_BACK: "↩ Sent back",
    ItemState.TAKEN_BACK: "Taken back",
}


class ItemView(Horizontal):
    """Shows what it is given; a piece of writing takes all the room."""

    DEFAULT_CSS = """
    ItemView {
        height: 1fr;
        Picture { width: 3fr; height: 1fr; margin: 0 1; }
        VerticalScroll { width: 2fr; min-width: 30; height: 1fr; padding: 0 1; }
        VerticalScroll:focus { background: $panel; }
        Static { width: 1fr; height: auto; }
        &.written Picture, &.nothing Picture { display: none; }
        &.nothing VerticalScroll { align: center middle; }
        &.nothing Static { text-align: center; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Picture()
        with VerticalScroll():
            yield Static("")

    def show(
        self,
        item: Item | None,
        path: Path | None,
        time_zone: str,
        *,
        empty: str = "",
        warning: str = "",
    ) -> None:
        """Show `item`, with the file at `path` as its picture; `empty` where there is none.

        `warning` is a quiet line for whoever decides about it.
        """
        self.set_class(item is None, "nothing")
        self.set_class(item is not None and item.media is None, "written")
        words = self.query_one(Static)
        if item is None:
            self.query_one(Picture).show(None)
            words.update(safe(empty))
            return
        self.query_one(Picture).show(path, alt=kind_words(item.media) if path is None else "")
        words.update(told(item, time_zone, warning))

    def at_top(self) -> None:
        """Begin reading again, as for another item."""
        self.query_one(VerticalScroll).scroll_home(animate=False)


def file_of(item: Item) -> str:
    """The name of the file that is the item's picture; empty where it has none."""
    if item.media is None:
        return ""
    return item.media.sha256 if item.media.kind == "photo" else item.media.poster_sha256


def kind_words(media: ItemMedia | StoryFile | None) -> str:
    """What kind of thing it is and how long, for those who cannot see or play it here."""
    if media is None:
        return "📝 A piece of writing"
    if media.kind == "audio":
        return f"🔊 A recording{_length(media)}. Play it on a phone."
    if media.kind == "video":
        return f"🎬 A film{_length(media)}. Play it on a phone."
    if media.kind == "pdf":
        return f"📄 A document of {count(media.pages, 'page')}"
    return "📷 A photo"


def kind_icon(item: Item) -> str:
    return ICONS[item.media.kind] if item.media else "📝"


def sender_words(item: Item) -> str:
    """Who sent it: `from Sam, at home`, or the pupil."""
    return f"sent by {item.sent_by}" if item.sent_by else "sent by the pupil"


def moment_words(moment: datetime, time_zone: str) -> str:
    """`24 Nov 2026, 10:30`, by the school's clock."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{short_date(local.date())}, {local:%H:%M}"


def told(item: Item, time_zone: str, warning: str = "") -> Content:
    """All that is said about an item, with what the teacher said last."""
    lines = [safe(item.pupil.name, "bold")]
    lines.append(safe(f"{sender_words(item)}\n{moment_words(item.posted_at, time_zone)}"))
    if warning:
        lines.append(safe(warning, "$text-muted"))
    if item.media is not None and item.media.kind != "photo":
        lines.append(safe(kind_words(item.media)))
    if item.words:
        lines += [Content(""), safe(item.words)]
    state = STATES[item.state]
    if item.decided_by:
        state += f" by {item.decided_by}"
    lines += [Content(""), safe(state, "bold")]
    if item.note:
        lines.append(safe(f"“{item.note}”"))
    for comment in item.comments:
        lines += [
            Content(""),
            Content.assemble("💬 ", safe(comment.writer, "bold")),
            safe(comment.words),
        ]
    return Content("\n").join(lines)


def _length(media: ItemMedia | StoryFile) -> str:
    minutes, seconds = divmod(round(media.seconds), 60)
    return f" ({minutes}:{seconds:02})" if media.seconds else ""
