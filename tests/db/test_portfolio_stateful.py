"""Portfolios in any order, against a model of a few lines (R16, R17).

Whatever is sent, twice or by whom, decided, taken back, withdrawn: everybody sees what the model
says they may see, newest first, and nobody anything else; the same upload is one item.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db import agreement, connection, models, people, portfolio, roster, withdrawal
from db import portfolio_review as review
from db.connection import writing
from db.family_records import Visitor
from db.policy import NotAllowed, NotFound
from db.portfolio_records import Item, ItemState, Viewer
from db.records import Pupil, Role, SchoolClass, Staff
from db.set_up import set_up
from tests.conftest import NOW, PIN, Here, add_pupils
from tests.portfolios import parent

WHERE: dict[str, Path] = {}
PEOPLE = ("Ava", "Ben", "Sam", "Eve", "Mrs Rowan", "Mr Ash", "Ms Yew")
KEYS = ("a", "b", "c")
keys = st.sampled_from(KEYS)
seconds = st.integers(0, 9)


@dataclass
class Sent:
    """What the model knows of one item."""

    pupil: Pupil
    sender: str
    key: str
    posted: int
    state: ItemState = ItemState.WAITING
    note: str = ""
    comments: list[str] = field(default_factory=list)


class Portfolios(RuleBasedStateMachine):
    """Ava and Ben in Maple; Sam is the parent of both, Eve of Ben; one teacher is elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        shutil.copy(WHERE["file"], self.folder.name)
        connection.open_database(Path(self.folder.name) / connection.FILE_NAME)
        staff = {it.name: it for it in people.staff_list()}
        self.leader, self.teacher, self.stranger = (
            staff[name] for name in ("Mrs Rowan", "Mr Ash", "Ms Yew")
        )
        self.maple = next(it for it in roster.classes() if it.name == "Maple")
        self.ava, self.ben = roster.pupils(self.maple.id)
        rows = {row.name: row.id for row in models.Guardian.select()}
        of = {row.guardian_id: row.id for row in models.PhoneSession.select()}
        self.sam, self.eve = (
            Visitor(rows[it], it, (), waiting=False, withdrawn=False, phone_id=of[rows[it]])
            for it in ("Sam", "Eve")
        )
        self.sees: dict[str, set[Pupil]] = {
            "Ava": {self.ava},
            "Ben": {self.ben},
            "Sam": {self.ava, self.ben},
            "Eve": {self.ben},
            "Mrs Rowan": {self.ava, self.ben},
            "Mr Ash": {self.ava, self.ben},
            "Ms Yew": set(),
        }
        everybody: tuple[Viewer, ...] = (
            *(self.ava, self.ben, self.sam, self.eve),
            *(self.leader, self.teacher, self.stranger),
        )
        self.everybody: dict[str, Viewer] = {it.name: it for it in everybody}
        self.items: dict[int, Sent] = {}

    def teardown(self) -> None:
        for who in PEOPLE:
            self.look(who)
        connection.close_database()
        self.folder.cleanup()

    @rule(who=st.sampled_from(("Ava", "Ben", "Sam", "Eve")), to=st.booleans(), key=keys, at=seconds)
    def send(self, who: str, to: bool, key: str, at: int) -> None:
        sender, pupil = self.everybody[who], self.ava if to else self.ben
        assert not isinstance(sender, Staff)
        when = NOW + timedelta(seconds=at)
        if pupil not in self.sees[who]:
            with pytest.raises(NotFound):
                portfolio.add_words(pupil.id, key, when, key=key, sender=sender)
            return
        found = portfolio.add_words(pupil.id, key, when, key=key, sender=sender)
        before = [
            item_id
            for item_id, it in self.items.items()
            if (it.pupil, it.sender, it.key) == (pupil, who, key)
            and it.state is not ItemState.TAKEN_BACK
        ]
        if before:
            assert [found.id] == before
        else:
            assert found.id not in self.items
            self.items[found.id] = Sent(pupil, who, key, at)

    @precondition(lambda self: self.items)
    @rule(data=st.data(), who=st.sampled_from(("Ava", "Ben", "Sam", "Eve", "Mr Ash")))
    def take_back(self, data: st.DataObject, who: str) -> None:
        item_id = self._any(data)
        it = self.items[item_id]
        viewer = self.everybody[who]
        may = it.pupil in self.sees[who] and it.state in (ItemState.WAITING, ItemState.SENT_BACK)
        if may and not isinstance(viewer, Staff):
            portfolio.take_back(viewer, item_id, NOW)
            it.state = ItemState.TAKEN_BACK
        else:
            with pytest.raises((NotFound, NotAllowed)):
                portfolio.take_back(viewer, item_id, NOW)

    @precondition(lambda self: self.items)
    @rule(data=st.data(), who=st.sampled_from(("Mr Ash", "Mrs Rowan", "Ms Yew")))
    def approve(self, data: st.DataObject, who: str) -> None:
        ids = data.draw(st.sets(st.sampled_from(sorted(self.items)), min_size=1))
        chosen = [self.items[it] for it in ids]
        actor = self.everybody[who]
        assert isinstance(actor, Staff)
        if who == "Ms Yew" or any(it.state is ItemState.TAKEN_BACK for it in chosen):
            with pytest.raises(NotFound):
                review.approve(actor, ids, NOW)
            return
        fresh = [it for it in chosen if it.state is not ItemState.APPROVED]
        assert review.approve(actor, ids, NOW) == len(fresh)
        for it in fresh:
            it.state, it.note = ItemState.APPROVED, ""

    @precondition(lambda self: self.items)
    @rule(
        data=st.data(), who=st.sampled_from(("Mr Ash", "Mrs Rowan", "Ms Yew")), says=st.booleans()
    )
    def send_back_or_comment(self, data: st.DataObject, who: str, says: bool) -> None:
        item_id = self._any(data)
        it = self.items[item_id]
        actor = self.everybody[who]
        assert isinstance(actor, Staff)
        act = review.comment if says else review.send_back
        try:
            act(actor, item_id, f"{who}!", NOW)
        except NotFound:
            assert who == "Ms Yew" or it.state is ItemState.TAKEN_BACK
            return
        assert who != "Ms Yew"
        if says:
            it.comments.append(f"{who}!")
        else:
            it.state, it.note = ItemState.SENT_BACK, f"{who}!"

    @precondition(lambda self: self.sees["Eve"])
    @rule()
    def withdraw(self) -> None:
        """R23: at once, also for who is in the middle of something."""
        withdrawal.withdraw(self.leader, self.eve.guardian_id, "court order", NOW)
        self.sees["Eve"] = set()

    @rule(who=st.sampled_from(PEOPLE))
    def look(self, who: str) -> None:
        """What is theirs is there, newest first and as it was left; nothing else is."""
        viewer = self.everybody[who]
        for pupil in (self.ava, self.ben):
            theirs = {item_id: it for item_id, it in self.items.items() if it.pupil == pupil}
            if pupil not in self.sees[who]:
                with pytest.raises(NotFound):
                    portfolio.of_pupil(viewer, pupil.id)
                for item_id in theirs:
                    with pytest.raises(NotFound):
                        portfolio.item(viewer, item_id)
                continue
            standing = {i: it for i, it in theirs.items() if it.state is not ItemState.TAKEN_BACK}
            order = sorted(((it.posted, item_id) for item_id, it in standing.items()), reverse=True)
            found = self._all_pages(viewer, pupil)
            assert [it.id for it in found] == [item_id for _, item_id in order]
            for item in found:
                it = standing[item.id]
                sender = it.sender if it.sender in ("Sam", "Eve") else ""
                assert (item.state, item.note, item.words) == (it.state, it.note, it.key)
                assert (item.sent_by, [one.words for one in item.comments]) == (sender, it.comments)
            for item_id in theirs.keys() - standing.keys():
                with pytest.raises(NotFound):
                    portfolio.item(viewer, item_id)

    @invariant()
    def the_queue_and_the_class_agree(self) -> None:
        waiting = sorted(
            (it.posted, item_id)
            for item_id, it in self.items.items()
            if it.state is ItemState.WAITING
        )
        queue = review.queue(self.teacher, self.maple.id)
        assert [it.id for it in queue] == [item_id for _, item_id in waiting]
        assert review.waiting(self.teacher, self.maple.id) == len(waiting)
        for tile in review.classroom(self.teacher, self.maple.id):
            theirs = [
                it
                for it in self.items.values()
                if it.pupil == tile.pupil and it.state is not ItemState.TAKEN_BACK
            ]
            assert tile.items == len(theirs)
            assert tile.waiting == sum(it.state is ItemState.WAITING for it in theirs)

    def _all_pages(self, viewer: Viewer, pupil: Pupil) -> list[Item]:
        found: list[Item] = []
        before: int | None = None
        while True:
            page = portfolio.of_pupil(viewer, pupil.id, before=before, most=2)
            found += page.items
            before = page.before
            if before is None:
                return found

    def _any(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.items)))


def test_r16_r17_portfolios_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / connection.FILE_NAME
    connection.open_database(file)
    leader = set_up("Riverside Primary", "Mrs Rowan", PIN, NOW)[1]
    with writing():
        maple = models.SchoolClass.create(name="Maple")
        models.SchoolClass.create(name="Oak")
        ids = add_pupils(maple.id, ["Ava", "Ben"])
    people.add_staff("Mr Ash", Role.TEACHER, NOW, class_name="Maple")
    people.add_staff("Ms Yew", Role.TEACHER, NOW, class_name="Oak")
    here = Here(tmp_path, leader, SchoolClass(maple.id, "Maple", "", True, 2, 0), tuple(ids))
    sam = parent(here, ids[0], "Sam")
    parent(here, ids[1], "Eve")
    with writing():
        models.Guardianship.create(
            guardian=sam.guardian_id, pupil=ids[1], state="confirmed", asked_at=NOW
        )
    for pupil in roster.pupils(maple.id):
        agreement.sign(pupil, 1, NOW, typed_name=pupil.forename)
    connection.close_database()
    WHERE["file"] = file
    run_state_machine_as_test(
        Portfolios,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
