"""The class story and the school story, for everybody who stands here.

Nothing of parents is on it but how many like a post, have read it and wrote under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static

from db import media, story_drafts
from db.records import Staff
from db.story_records import CLASS_KINDS, SCHOOL_KINDS, Cursor, Post, PostKind
from db.story_stretch import END, Stretch, around, cursor
from kiosk.messages import RecordsChanged
from kiosk.post_words import KIND_NAMES
from kiosk.screens.my_posts import MyPosts
from kiosk.screens.place import Place
from kiosk.screens.read_post import ReadPost
from kiosk.screens.write_post import WritePost
from kiosk.text import count, safe
from kiosk.widgets.pills import Pills
from kiosk.widgets.post_card import MOST_PICTURES, shown_post
from kiosk.widgets.story_wall import StoryWall

OF_CLASS, OF_SCHOOL = "class", "school"
ALL = "all"
NO_CLASS = "This screen is not for one class yet. A teacher can choose it under Staff."


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show: posts, the files of their pictures, and whether the person who is
    signed in may write here."""

    stretch: Stretch
    pictures: dict[int, tuple[Path, ...]]
    may_write: bool


class Story(Place):
    """Two stories, one of them in front; of one kind of post, or of all."""

    CSS_PATH = "story.tcss"
    TITLE_WORDS = "Story"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]
    BINDINGS = [
        Binding("tab,shift+tab", "other", show=False, priority=True),
        Binding("c", "of('class')", "Class", show=False),
        Binding("s", "of('school')", "School", show=False),
        Binding("k", "next_kind", "Kind"),
        Binding("w", "write", "Write"),
        Binding("m", "my_posts", "Mine"),
        Binding("f2", "staff", "Staff"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._of = OF_CLASS
        self._kind: PostKind | None = None
        self._posts: dict[int, Post] = {}
        self._may_write = False
        self._to: Cursor | None = None
        self._goes = True
        self._asked = self._answered = 0  # the number of a question to the records
        self._around: int | None = None  # the first post in sight, for which they last answered

    def compose_place(self) -> ComposeResult:
        with Horizontal(id="which"):
            yield Pills([(OF_CLASS, "Class story (C)"), (OF_SCHOOL, "School story (S)")], OF_CLASS)
            yield Static("", id="where")
        with Horizontal(id="kinds"):
            yield Static("Show (K) ", id="show")
            yield Pills([(ALL, "All")], ALL, id="kind")
        yield StoryWall(id="wall")
        yield Static("", id="nothing")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("▲ Newer (PgUp)", id="newer")
            yield Button("▼ Older (PgDn)", id="older")
            yield Button("My posts (M)", id="my_posts")
            yield Button("Write (W)", id="write", variant="primary")
            yield Button("Staff (F2)", id="staff")

    def on_mount(self) -> None:
        self.query_one("#which Pills").can_focus = False
        self.query_one("#kind").can_focus = False
        if self.kiosk.school_class is None:
            self._of = OF_SCHOOL
        self.query_one("#nothing").display = False
        self._offer_kinds()
        self.query_one(StoryWall).focus()

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self.load)

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Staff sign in first; then those who may write are asked to."""
        if action == "staff":
            return self.staff is None and self.kiosk.session.pupil is None
        if action in ("write", "my_posts"):
            return self._may_write
        return True

    @property
    def class_id(self) -> int | None:
        """Whose story is in front: None for the school's."""
        here = self.kiosk.school_class
        return here.id if here is not None and self._of == OF_CLASS else None

    def go(self, at: Cursor | None) -> None:
        """To another place of the story, or of another one; None is its beginning."""
        self._to, self._goes = at, True
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """Show the story as it is now around where one is, or is going.

        What comes late does no harm: a newer question ends this one.
        """
        wall = self.query_one(StoryWall)
        first, goes = wall.first, self._goes
        here = self._posts.get(first)
        at = self._to if self._goes else cursor(here) if here is not None else None
        self._asked = asked = self._asked + 1
        try:
            found = await self.ask(self.store.run(look, self.staff, self.class_id, at, self._kind))
        finally:
            self._answered = asked
        if found is None:
            return
        now, zone, stretch = self.kiosk.now(), self.time_zone, found.stretch
        self._posts = {it.id: it for it in stretch.posts}
        self._around = None if goes else first
        shown = [shown_post(it, now, zone, found.pictures[it.id]) for it in stretch.posts]
        wall.show(shown, stretch.before, stretch.everything)
        if self._goes:
            self._goes = False
            wall.go(to_last=at is END)
        self._may_write = found.may_write
        self._tell()

    def _tell(self) -> None:
        """What is said around the posts."""
        empty = not self._posts
        nothing = self.query_one("#nothing", Static)
        nothing.update(safe(self._nothing()))
        nothing.display = empty
        for shown in ("#wall", "#newer", "#older"):
            self.query_one(shown).display = not empty
        if not empty and self.focused is None:
            self.query_one(StoryWall).focus()
        for name in ("#write", "#my_posts"):
            self.query_one(name).display = self._may_write
        self.query_one("#staff").display = bool(self.check_action("staff", ()))
        self.refresh_bindings()

    def _nothing(self) -> str:
        story = "class story" if self.class_id is not None else "school story"
        if self._kind is not None:
            return f"No {KIND_NAMES[self._kind].lower()} in the {story} yet."
        return f"📖\n\nNothing is in the {story} yet."

    def on_story_wall_moved(self) -> None:
        wall = self.query_one(StoryWall)
        first, last = wall.place
        words = f"{first:,}–{last:,} of {count(wall.everything, 'post')}" if last else ""
        self.query_one("#where", Static).update(safe(words))

    def on_story_wall_needed(self) -> None:
        """Asked once for each place: on a wall so high that all there is to know of the story
        around it is in sight, the same answer would be asked for without end."""
        first = self.query_one(StoryWall).first
        if self._asked == self._answered and first != self._around:
            self.load()

    def on_story_wall_jumped(self, event: StoryWall.Jumped) -> None:
        self.go(END if event.to_last else None)

    def on_story_wall_chosen(self, event: StoryWall.Chosen) -> None:
        self.app.push_screen(ReadPost(event.id))

    def on_pills_changed(self, event: Pills.Changed) -> None:
        if event.pills.id == "kind":
            self._show_kind(None if event.value == ALL else PostKind(event.value))
        else:
            self.action_of(event.value)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(StoryWall).focus()
        if event.button.id in ("newer", "older"):
            self.query_one(StoryWall).action_turn(1 if event.button.id == "older" else -1)
        else:
            getattr(self, f"action_{event.button.id}")()

    def action_other(self) -> None:
        self.action_of(OF_SCHOOL if self._of == OF_CLASS else OF_CLASS)

    def action_of(self, story: str) -> None:
        """The other story in front, from its beginning."""
        if story == OF_CLASS and self.kiosk.school_class is None:
            self.say(NO_CLASS)
            story = OF_SCHOOL
        if story != self._of:
            self._of = story
            self._may_write = False
            kinds = CLASS_KINDS if story == OF_CLASS else SCHOOL_KINDS
            if self._kind not in kinds:
                self._kind = None
            self._offer_kinds()
            self.go(None)

    def action_next_kind(self) -> None:
        kinds = [None, *self._kinds]
        self._show_kind(kinds[(kinds.index(self._kind) + 1) % len(kinds)])

    def _show_kind(self, kind: PostKind | None) -> None:
        self._kind = kind
        self._offer_kinds()
        self.go(None)

    @property
    def _kinds(self) -> tuple[PostKind, ...]:
        return CLASS_KINDS if self._of == OF_CLASS else SCHOOL_KINDS

    def _offer_kinds(self) -> None:
        names = [(ALL, "All"), *((it.value, KIND_NAMES[it]) for it in self._kinds)]
        self.query_one("#kind", Pills).offer(names, self._kind.value if self._kind else ALL)
        self.query_one("#which Pills", Pills).value = self._of

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_staff(self) -> None:
        if await self.kiosk.sign_in() is not None:
            self.load()

    def action_my_posts(self) -> None:
        self.app.push_screen(MyPosts())

    def action_write(self) -> None:
        self.app.push_screen(WritePost(class_id=self.class_id))


def look(
    staff: Staff | None, class_id: int | None, at: Cursor | None, kind: PostKind | None
) -> Shown:
    """All that the screen shows."""
    stretch = around(class_id, at, kind=kind)
    pictures = {it.id: pictures_of(it) for it in stretch.posts}
    classes = [] if class_id is None else [class_id]
    may_write = staff is not None and story_drafts.is_writable(staff, classes)
    return Shown(stretch, pictures, may_write)


def pictures_of(post: Post) -> tuple[Path, ...]:
    """The small pictures of its first photos, films and papers."""
    names = [it.poster_sha256 for it in post.files if it.poster_sha256]
    return tuple(media.path(it) for it in names[:MOST_PICTURES])
