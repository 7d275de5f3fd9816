"""A post that is being written, kept as it is typed: nothing ends it before its writer does."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from textual import work
from textual.timer import Timer
from textual.widgets import Static

from db import story_drafts, story_photos
from db.policy import NotFound, Problem
from db.story_records import CLASS_KINDS, SCHOOL_KINDS, Draft, Places, PostKind, PostState, Writing
from db.story_rows import LONGEST_POST
from kiosk.draft_keeper import DraftKeeper
from kiosk.post_words import clock_words, when_words
from kiosk.screens.place import Place
from kiosk.text import safe
from kiosk.widgets import last_keys
from kiosk.widgets.no_photos import NoPhotos
from kiosk.widgets.post_form import PostForm

log = logging.getLogger("kiosk")

SAVE_AFTER = 0.7  # seconds after a key until it is on its way to the disk
TRY_AGAIN = 5.0  # seconds, where it could not be saved
NEARLY = 300  # characters before the limit from which on it is spoken of
NOWHERE = "You can write for classes that you teach. A school leader can say which those are."
AS_YOU_TYPE = "What you write is kept as you type."
CHANGES = "Readers see your changes, and “edited”, once you save them (F10)."
CHANGES_BELOW = "It is taken down. Save your changes (F10): nobody sees it before it is put back."
AGAIN_A_DRAFT = "When you change it, it is a draft again."


class KeepsDraft(Place):
    """A screen with a `PostForm`, `NoPhotos` and a line that says what is kept, `#state`."""

    def __init__(
        self, post_id: int | None, class_ids: tuple[int, ...], kind: PostKind | None = None
    ) -> None:
        super().__init__()
        self._post_id, self._kind = post_id, kind
        self.class_ids = class_ids
        self.comments_on = True
        self.places = Places((), school=False)
        self.draft: Draft | None = None
        self.written: Writing | None = None  # what stands in the fields, once they are filled
        self.filled = asyncio.Event()
        self._is_over = False
        self._timer: Timer | None = None
        self.saved_at: datetime | None = None
        self.trouble = ""

    def on_mount(self) -> None:
        self.keeper = DraftKeeper(self.store, self.staff, self.kiosk.now, self._post_id)

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @property
    def form(self) -> PostForm:
        return self.query_one(PostForm)

    @property
    def is_published(self) -> bool:
        return self.draft is not None and self.draft.published_at is not None

    @property
    def is_changed(self) -> bool:
        """Whether a published post stands otherwise in the fields than in the records."""
        if self.draft is None or self.written is None:
            return False
        return self.is_published and self.written != self.draft.writing

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """What the records say about the post. What is being typed stays as it is."""
        try:
            if self.keeper.post_id is not None:
                found = await self.store.run(story_drafts.draft, self.staff, self.keeper.post_id)
                self.draft = found
        except Problem as problem:
            if self.written is None:  # nothing is typed yet: there is nothing to stay for
                self.say(problem)
                self.dismiss()
                return
            if not isinstance(problem, NotFound):
                return  # it is there still: what is typed is kept as soon as that can be done
            self.draft = None
            self.keeper.begin_anew()
            self.changed()
        if self.written is None:
            if self._is_over:
                return
            await self._begin()
        taggable = await self.store.run(story_photos.taggable, self.staff, self.class_ids)
        self.query_one(NoPhotos).show([it.pupil for it in taggable if not it.allowed])
        self.refresh_banner()
        self.tell()

    async def _begin(self) -> None:
        """Fill the fields, once."""
        self.places = await self.store.run(story_drafts.places, self.staff)
        if self.draft is None:
            self.class_ids = self._allowed(self.class_ids)
            self.fit_to_places()
            self.form.choose_kind(self._kind)
        else:
            self.keeper.holds(self.draft.writing)
            stands = self._changes_before() or self.draft.writing
            self.class_ids, self.comments_on = tuple(stands.class_ids), stands.comments_on
            self.fit_to_places()
            self.form.show(stands)
        self.written = self.form.written(self.class_ids, comments_on=self.comments_on)
        self.filled.set()
        self.changed()

    def _allowed(self, class_ids: tuple[int, ...]) -> tuple[int, ...]:
        """These classes where one may write for them, else the first place where one may."""
        mine = [it.id for it in self.places.classes]
        if set(class_ids) <= set(mine) and (class_ids or self.places.school):
            return class_ids
        return () if self.places.school or not mine else (mine[0],)

    def _changes_before(self) -> Writing | None:
        """What this person changed in the published post before the sign-in ended."""
        key = self._changes_key
        return self.kiosk.drafts.changes.get(key) if self.is_published and key else None

    @property
    def _changes_key(self) -> tuple[int, int] | None:
        staff, post_id = self.keeper.staff, self.keeper.post_id
        return (staff.id, post_id) if staff is not None and post_id is not None else None

    def forget_changes(self) -> None:
        """They are saved, or thrown away; nothing is kept any more when the screen goes."""
        self.written, self._is_over = None, True
        if self._changes_key:
            self.kiosk.drafts.changes.pop(self._changes_key, None)

    def fit_to_places(self) -> None:
        """Offer the kinds that there are in this story."""
        self.form.offer(CLASS_KINDS if self.class_ids else SCHOOL_KINDS)

    def on_post_form_changed(self) -> None:
        self.changed()

    def changed(self) -> None:
        """Something was typed or chosen: keep it in a moment."""
        if self.written is None:
            return
        self.written = self.form.written(self.class_ids, comments_on=self.comments_on)
        if self.is_changed and self._changes_key:
            self.kiosk.drafts.changes[self._changes_key] = self.written
        if self._to_keep and self._timer is None:
            self._timer = self.set_timer(SAVE_AFTER, self._time_to_keep)
        self.tell()

    async def last_keys(self) -> None:
        """Take what stands in the fields once the last keys are there."""
        await self.filled.wait()
        await last_keys.taken_by(self.focused)
        self.changed()

    @property
    def _to_keep(self) -> bool:
        """Whether the records lack something of a draft: an empty one begins with its first
        word."""
        if self.written is None or self.is_published:
            return False
        begun = self.keeper.post_id is not None or not is_empty(self.written)
        return begun and not self.keeper.is_kept(self.written)

    def _time_to_keep(self) -> None:
        self._timer = None
        if self._to_keep:
            self.keep()

    @work(group="save", exit_on_error=False)
    async def keep(self) -> None:
        """Save the draft as it stands now."""
        await self.kept()

    async def kept(self, *, begin: bool = False) -> bool:
        """Save what the records lack; gives False, with a sentence on the screen, where that
        fails. With `begin` even an empty draft gets its place in the records."""
        written = self.written
        if written is None or not (self._to_keep or (begin and self.keeper.post_id is None)):
            return written is not None
        try:
            await self.keeper.keep(written)
        except Problem as problem:
            self.trouble = str(problem)
            if self._timer is None:
                self._timer = self.set_timer(TRY_AGAIN, self._time_to_keep)
            self.tell()
            return False
        self.trouble, self.saved_at = "", self.kiosk.now()
        self.tell()
        return True

    async def on_unmount(self) -> None:
        """Signed out, left alone, or the kiosk ends: the last keys are kept, too."""
        if self._to_keep and self.written is not None:
            try:
                await self.keeper.keep(self.written)
            except Problem as problem:
                log.warning("a draft could not be kept: %s", problem)

    def tell(self) -> None:
        """The line about what is kept, and how much room is left."""
        wrong = self.trouble or self.form.problem
        words = wrong or self._state()
        left = LONGEST_POST - (len(self.written.words) if self.written else 0)
        if left < 0:
            words = f"That is {-left:,} letters too long. Please make it a little shorter."
        elif left <= NEARLY and not wrong:
            words = f"{words} · Room for {left:,} more letters"
        line = self.query_one("#state", Static)
        line.update(safe(words))
        line.set_class(bool(wrong) or left < 0, "-wrong")

    def _state(self) -> str:
        draft, zone = self.draft, self.time_zone
        if self.written is not None and not (self.places.classes or self.places.school):
            return NOWHERE
        if self.is_published:
            is_down = draft is not None and draft.state is PostState.TAKEN_DOWN
            return CHANGES_BELOW if is_down else CHANGES
        saved_at = self.saved_at or (draft.saved_at if draft else None)
        if saved_at is None:
            return AS_YOU_TYPE
        if self.saved_at is None and draft is not None:
            if draft.state is PostState.WAITING:
                return f"It waits for a school leader. {AGAIN_A_DRAFT}"
            if draft.publish_at is not None:
                when = when_words(draft.publish_at, self.kiosk.now(), zone)
                return f"It will be published {when}. {AGAIN_A_DRAFT}"
            if draft.note:
                return draft.note
        at = clock_words(saved_at.astimezone(ZoneInfo(zone)).time())
        return f"✔ Saved {at} · “My posts” keeps it until you publish it."


def is_empty(written: Writing) -> bool:
    """Whether nobody has written anything yet."""
    return not (
        written.title.strip() or written.words.strip() or written.due_on or written.happens_on
    )
