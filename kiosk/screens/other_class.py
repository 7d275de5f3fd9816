"""Staff look at another class than the kiosk's own: `OtherClass`, for screens about a class."""

from __future__ import annotations

from textual import work

from db import portfolio_review as review
from db.records import SchoolClass
from kiosk.screens.one_of import OneOf
from kiosk.screens.place import Place
from kiosk.text import count


class OtherClass(Place):
    """A place for one class at a time. The kiosk's own class stays what it is."""

    NO_OTHER = "There is no other class that you can see."

    def __init__(self, school_class: SchoolClass | None = None) -> None:
        """Of the kiosk's own class, unless it is another."""
        super().__init__()
        self.other_class = school_class

    @property
    def shown_class(self) -> SchoolClass | None:
        return self.other_class or super().shown_class

    def load(self) -> object:
        """Show the class anew."""
        raise NotImplementedError

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_choose_class(self) -> None:
        """Those that the teacher teaches; a leader, any."""
        here = self.shown_class
        classes = await self.store.run(review.classes, self.staff)
        if not [it for it in classes if here is None or it.id != here.id]:
            self.say(self.NO_OTHER)
            return
        choices = [(str(it.id), f"{it.name}  ({count(it.pupils, 'pupil')})") for it in classes]
        now = str(here.id) if here else None
        answer = await self.app.push_screen_wait(OneOf("Which class?", choices, now=now))
        for school_class in classes:
            if str(school_class.id) == answer:
                self.other_class = school_class
                self.refresh_banner()
                self.load()
