"""Who is in the photos of a post, as it is said and as it is tapped but not saved yet."""

from __future__ import annotations

from collections.abc import Sequence

from db.story_photos import Taggable
from db.story_records import TaggedFile


class Naming:
    """What is tapped stays while the records change, and while one looks at another photo."""

    def __init__(self) -> None:
        self.files: tuple[TaggedFile, ...] = ()
        self._listed: list[int] = []
        self._known: dict[int, Taggable] = {}
        self._unsaved: dict[int, frozenset[int]] = {}

    def take(self, files: Sequence[TaggedFile], pupils: Sequence[Taggable]) -> None:
        """Know these: the files that need an answer, and whom one can tap, in order."""
        self.files = tuple(files)
        self._listed = [it.pupil.id for it in pupils]
        for file in self.files:
            without = {it.id for it in file.without}
            self._known |= {it.id: Taggable(it, it.id not in without) for it in file.pupils}
        self._known |= {it.pupil.id: it for it in pupils}

    @property
    def ids(self) -> list[int]:
        return [it.file.id for it in self.files]

    @property
    def is_unsaved(self) -> bool:
        return any(it in self._unsaved for it in self.ids)

    def file(self, file_id: int) -> TaggedFile:
        return self.files[self.ids.index(file_id)]

    def tapped(self, file_id: int) -> frozenset[int]:
        """Who is in it, as it stands on the screen."""
        return self._unsaved.get(file_id, self._named(file_id))

    def tap(self, file_id: int, pupil_id: int) -> None:
        tapped = self.tapped(file_id) ^ {pupil_id}
        self._unsaved[file_id] = tapped
        if tapped == self._named(file_id):
            self.saved(file_id)

    def saved(self, file_id: int) -> None:
        """What was tapped for it is in the records, or as they have it."""
        self._unsaved.pop(file_id, None)

    def tiles(self, file_id: int) -> list[Taggable]:
        """Whom one can tap, and whoever is named or tapped though they are not among those."""
        more = (self._named(file_id) | self.tapped(file_id)).difference(self._listed)
        return [self._known[it] for it in (*self._listed, *sorted(more))]

    def next_open(self, file_id: int) -> int | None:
        """The next file, and round, in which nobody has said who is in it."""
        place = self.ids.index(file_id)
        rest = self.files[place + 1 :] + self.files[:place]
        return next((it.file.id for it in rest if not it.answered), None)

    def _named(self, file_id: int) -> frozenset[int]:
        return frozenset(it.id for it in self.file(file_id).pupils)
