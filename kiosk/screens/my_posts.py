"""What a member of staff has begun, scheduled, sent to a leader or got back."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import hidden_photos, small_markdown, story_drafts
from db.policy import Problem
from db.story_records import Draft, PostState
from kiosk.post_words import KIND_ICONS, KIND_NAMES, when_words
from kiosk.screens.hidden_photos import HiddenPhotos
from kiosk.screens.place import Place
from kiosk.screens.publish_post import PublishPost
from kiosk.screens.read_post import ReadPost
from kiosk.screens.sure import Sure
from kiosk.screens.write_post import WritePost
from kiosk.text import count, safe, shorten
from kiosk.widgets.relabel import relabel

NOTHING = "Nothing here.\n\nWhat you begin to write is kept here until it is published."
TITLE_CELLS = 60
NOTE_CELLS = 120


class MyPosts(Place):
    """The last touched first; Enter or a tap opens one, to be written on."""

    CSS_PATH = "my_posts.tcss"
    TITLE_WORDS = "My posts"
    BINDINGS = [
        Binding("w", "write", "Write", show=False),
        Binding("p,f10", "publish", "Publish", show=False),
        Binding("t,delete", "throw_away", "Throw away", show=False),
        Binding("h", "hidden", "Hidden photos", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._posts: list[Draft] = []
        self._hidden = 0

    def compose_place(self) -> ComposeResult:
        with Horizontal(id="notice", classes="edged"):
            yield Button("", id="hidden", variant="error")
        yield OptionList(id="posts")
        yield Static(NOTHING, id="nothing")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Write (W)", id="write")
            yield Button("Open (Enter)", id="open")
            yield Button("Publish (P)", id="publish", variant="primary")
            yield Button("Throw away (T)", id="throw_away")

    def on_mount(self) -> None:
        self.query_one("#notice").display = False
        self.query_one("#nothing").display = False
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """Show them anew; the cursor stays on the post it is on."""
        posts = await self.store.run(story_drafts.mine, self.staff)
        hidden = await self.store.run(hidden_photos.hidden, self.staff)
        now = self._here  # by now: one may have gone on meanwhile
        self._posts, self._hidden = posts, len(hidden)
        rows = self.query_one(OptionList)
        before = rows.highlighted or 0
        rows.clear_options()
        rows.add_options([Option(self._line(it)) for it in self._posts])
        places = {it.id: place for place, it in enumerate(self._posts)}
        if self._posts:
            at = places.get(now.id, before) if now else before
            rows.highlighted = min(at, len(self._posts) - 1)
        rows.display = bool(self._posts)
        self.query_one("#nothing").display = not self._posts
        if not self._posts and self.focused is None:
            self.query_one("#write").focus()
        self._tell()

    def _tell(self) -> None:
        """What can be done with the post in front, and what is hidden."""
        here = self._here
        self.query_one("#open", Button).disabled = here is None
        self.query_one("#publish", Button).disabled = not is_unpublished(here)
        self.query_one("#throw_away", Button).disabled = not is_unpublished(here)
        self.query_one("#notice").display = bool(self._hidden)
        verb = "is" if self._hidden == 1 else "are"
        words = f"📷 {count(self._hidden, 'photo')} of yours {verb} hidden: no permission (H)"
        relabel(self.query_one("#hidden", Button), safe(words))

    @property
    def _here(self) -> Draft | None:
        at = self.query_one(OptionList).highlighted
        return self._posts[at] if at is not None and at < len(self._posts) else None

    def on_option_list_option_highlighted(self) -> None:
        self._tell()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def action_write(self) -> None:
        here = self.kiosk.school_class
        self.app.push_screen(WritePost(class_id=here.id if here else None))

    def action_open(self) -> None:
        """To write on; one that was taken down is read."""
        here = self._here
        if here is not None:
            taken_down = here.state is PostState.TAKEN_DOWN
            self.app.push_screen(ReadPost(here.id) if taken_down else WritePost(here.id))

    def action_hidden(self) -> None:
        if self._hidden:
            self.app.push_screen(HiddenPhotos())

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_publish(self) -> None:
        here = self._here
        if here is not None and is_unpublished(here):
            await self.app.push_screen_wait(PublishPost(here.id))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_throw_away(self) -> None:
        here = self._here
        if here is None or not is_unpublished(here):
            return
        question = f"Throw “{title_of(here, TITLE_CELLS)}” away, with its photos?"
        if not await self.app.push_screen_wait(Sure(question, yes="Throw away", no="Keep")):
            return
        try:
            await self.store.run(story_drafts.discard, self.staff, here.id, self.kiosk.now())
        except Problem as problem:
            self.say(problem)
        self.load()

    def _line(self, post: Draft) -> Content:
        """Its first words, how it stands and for whom, and what somebody wrote to its writer."""
        parts = [self._state(post), KIND_NAMES[post.writing.kind], ", ".join(post.places)]
        if post.files:
            parts.append(f"📷 {len(post.files)}")
        icon = KIND_ICONS[post.writing.kind]
        return Content.assemble(
            *(f"{icon} ", safe(title_of(post, TITLE_CELLS), "bold")),
            *("\n   ", safe(shorten(" · ".join(parts), NOTE_CELLS))),
            *("\n   ", safe(shorten(post.note, NOTE_CELLS), "italic")),
        )

    def _state(self, post: Draft) -> str:
        """How it stands. Not by colours, which would be lost on the line one is at."""
        now, zone = self.kiosk.now(), self.time_zone
        if post.state is PostState.WAITING:
            return "⏳ Waits for a school leader"
        if post.state is PostState.SCHEDULED and post.publish_at is not None:
            return f"🕘 Will be published {when_words(post.publish_at, now, zone)}"
        if post.state is PostState.TAKEN_DOWN:
            return "🛑 Taken down"
        if post.note:
            return "🔙 Back with you"
        return f"📝 Draft, saved {when_words(post.saved_at, now, zone)}"


def is_unpublished(post: Draft | None) -> bool:
    """Whether it can still be published or thrown away."""
    return post is not None and post.published_at is None


def title_of(post: Draft, cells: int) -> str:
    """Its title or its first words; a post may have neither yet."""
    words = post.writing.title or small_markdown.plain(post.writing.words)
    return shorten(words or "(nothing written yet)", cells)
