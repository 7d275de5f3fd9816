"""One post as a card: its words, and its first pictures beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.widget import Widget

from db.story_records import Post, PostKind
from kiosk.post_words import KIND_ICONS, KIND_NAMES, due_words, happens_words, when_words
from kiosk.text import count, safe, shorten
from kiosk.widgets.marked_words import marked_lines
from kiosk.widgets.picture import Picture

MOST_PICTURES = 3
WIDEST_WORDS = 100  # cells: longer lines are hard to read
NARROWEST_WORDS = 60  # cells that a second picture leaves to the words
TALL = 8 / 3  # columns for each row of a picture of four by three
MARGIN = 2  # columns before the words: a bar and a gap
READ_ON = "…"
QUIET = "$foreground 75%"
FILES = {"photo": "📷 photo", "pdf": "📄 document", "audio": "🔊 recording", "video": "🎬 film"}


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post in the words of a card. `head` is when and from whom it is, `day` what it is due on
    or when it happens, and `is_over` whether that is past; `foot` is what came of it, `pictures`
    are files, the first one first."""

    id: int
    kind: PostKind
    head: str
    day: str
    title: str
    words: str
    foot: str
    is_over: bool = False
    pictures: tuple[Path, ...] = ()


def shown_post(post: Post, now: datetime, time_zone: str, pictures: tuple[Path, ...]) -> PostShown:
    """A published post as everybody in front of the kiosk may see it: of parents, only numbers."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    day = post.due_on or post.happens_on
    head = [when_words(post.published_at, now, time_zone), post.writer]
    head += ["📌 on top"] * post.pinned + ["edited"] * (post.edited_at is not None)
    return PostShown(
        id=post.id,
        kind=post.kind,
        head=" · ".join(head),
        day=date_words(post, today),
        title=post.title,
        words=post.words,
        foot=counts_words(post),
        is_over=day is not None and day < today,
        pictures=pictures,
    )


def date_words(post: Post, today: date) -> str:
    """`Due tomorrow`, `Tue 1 Dec 9:15`, or nothing."""
    words = ""
    if post.due_on is not None:
        words = due_words(post.due_on, today)
    elif post.happens_on is not None:
        words = happens_words(post.happens_on, post.happens_at, today)
    return words[:1].upper() + words[1:]


def counts_words(post: Post) -> str:
    """`♥ 12 likes · 💬 3 comments · read by 20 · 📷 2 photos`: whatever there is."""
    parts = [f"♥ {count(post.likes, 'like')}"] * bool(post.likes)
    parts += [f"💬 {count(post.comments, 'comment')}"] * bool(post.comments)
    parts += [f"read by {post.reads:,}"] * bool(post.reads)
    for kind, words in FILES.items():
        number = sum(it.kind == kind for it in post.files)
        if number > (kind == "photo"):  # a single photo is there to be seen
            icon, name = words.split(" ")
            parts.append(f"{icon} {count(number, name)}")
    return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the parts of a card are: how wide its words, how many pictures, how wide each."""

    words: int
    pictures: int
    wide: int


def shape_of(shown: PostShown, width: int, most: int) -> Shape:
    """The parts of a card of `width` columns and at most so many rows."""
    room = max(1, width - MARGIN - 1)
    if not shown.pictures or room < 30:
        return Shape(min(room, WIDEST_WORDS), 0, 0)
    wide = min(round(most * TALL), room * 2 // 5)
    fit = max(1, (room - NARROWEST_WORDS) // (wide + 1))
    pictures = min(len(shown.pictures), MOST_PICTURES, fit)
    return Shape(min(room - pictures * (wide + 1), WIDEST_WORDS), pictures, wide)


def rows_of(shown: PostShown, width: int, most: int) -> int:
    """How many rows a card needs; one with a picture has room for it."""
    shape = shape_of(shown, width, most)
    if shape.pictures:
        return max(3, most)
    return len(lines_of(shown, shape.words, most))


def lines_of(shown: PostShown, width: int, most: int) -> list[Content]:
    """What is said on a card, in at most so many lines; words that have no room are left out."""
    kind = f"{KIND_ICONS[shown.kind]} {KIND_NAMES[shown.kind]}"
    head = safe(shorten(f" · {shown.head}", max(1, width - len(kind) - 1)), QUIET)
    lines = [Content.assemble((kind, "bold $primary"), " ", head).truncate(width)]
    if shown.title:
        lines.append(safe(shorten(shown.title, width), "bold"))
    if shown.day:
        style = QUIET if shown.is_over else "bold $accent"
        lines.append(safe(shorten(f"⏰ {shown.day}", width), style))
    foot = [safe(shorten(shown.foot, width), QUIET)] * bool(shown.foot)
    room = max(1, most - len(lines) - len(foot))
    words = marked_lines(shown.words[: width * most], width) or [Content("")] * (not shown.title)
    if len(words) > room:
        words = words[:room]
        cut = words[-1].truncate(max(1, width - 2))
        words[-1] = Content.assemble(cut, " " * bool(cut), (READ_ON, "bold"))
    return [*lines, *words, *foot][: max(1, most)]


class CardPicture(Picture):
    """A picture on the ground of its card."""

    DEFAULT_CSS = "CardPicture { background: $surface; }"
    GROUND = "$foreground on $surface"
    HERE = "$foreground on $panel"

    @property
    def ground(self) -> str:
        here = self.parent is not None and self.parent.has_class("-here")
        return self.HERE if here else self.GROUND


class _Beside(Layout):
    """The pictures at the right of the words, each as tall as the card."""

    name = "beside"

    def __init__(self, card: PostCard) -> None:
        self._card = card

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        wide = self._card.shape.wide
        left = MARGIN + self._card.shape.words + 1
        none = Spacing()
        return [
            WidgetPlacement(
                Region(left + number * (wide + 1), 0, wide, size.height),
                Region().offset,
                none,
                child,
            )
            for number, child in enumerate(children)
        ]


class PostCard(Widget):
    """Shows what it is given. Posts `Tapped`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PostCard {
        background: $surface;
        color: $foreground;
        &.-here { background: $panel; }
    }
    """

    class Tapped(Message):
        def __init__(self, id: int) -> None:
            super().__init__()
            self.id = id

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._beside = _Beside(self)
        self._most = 0
        self.shown: PostShown | None = None
        self.shape = Shape(1, 0, 0)

    @property
    def layout(self) -> Layout:
        return self._beside

    @property
    def is_drawn(self) -> bool:
        """Whether every picture is there, in its final sharpness."""
        return all(it.is_drawn for it in self.query_children(CardPicture) if it.display)

    def show(self, shown: PostShown, width: int, most: int) -> None:
        """Show this in a card of so many columns, and of at most so many rows."""
        shape = shape_of(shown, width, most)
        if (shown, shape, most) == (self.shown, self.shape, self._most):
            return
        self.shown, self.shape, self._most = shown, shape, most
        pictures = list(self.query_children(CardPicture))
        new = [CardPicture() for _ in range(shape.pictures - len(pictures))]
        if new:
            self.mount(*new)
        for number, picture in enumerate([*pictures, *new]):
            picture.display = number < shape.pictures
            if picture.display:
                picture.show(shown.pictures[number])
        self.refresh(layout=True)

    def point(self, is_here: bool) -> None:
        """Whether the cursor of the keys is here."""
        if is_here != self.has_class("-here"):
            self.set_class(is_here, "-here")
            self.refresh()
            for picture in self.query_children(CardPicture):
                picture.refresh()

    def render(self) -> Content:
        if self.shown is None:
            return Content("")
        here = self.has_class("-here")
        bar = Content.styled("█ " if here else "▎ ", "$accent" if here else "$primary")
        lines = lines_of(self.shown, self.shape.words, max(1, self.size.height))
        lines += [Content("")] * (self.size.height - len(lines))
        return Content("\n").join([Content.assemble(bar, line) for line in lines])

    def on_click(self) -> None:
        if self.shown is not None:
            self.post_message(self.Tapped(self.shown.id))
