"""Posts in any order of events: what readers see is only what the rules let them (R5, R7, R24)."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from db import conduct, family_rules, models, story, story_drafts, story_feed, story_photos
from db.check import check
from db.clock import school_day
from db.connection import reading
from db.policy import Problem
from db.records import Staff
from db.story_records import Post, PostState
from db.word_list import tripped
from tests.conftest import NOW, Here
from tests.db.stories import allow, file, news, published, teacher

ACTS = (
    "save publish publish schedule due edit edit take_down put_back approve send_back report keep "
    "hide attach attach answer_nobody answer_both answer_both allow allow forbid wait"
).split()
SEEDS, STEPS = 12, 80
SAYINGS = ("We grew beans.", "A stupid day", "We read.")


class Story:
    """Two posts of a teacher and a leader, a moving clock, and what the rules should come to."""

    def __init__(self, here: Here, ash: Staff) -> None:
        self.here, self.ash = here, ash
        self.now = NOW
        self.kids = here.pupil_ids[:2]
        self.allowed = dict.fromkeys(self.kids, False)
        self.posts = [story_drafts.save(ash, news(here), NOW), published(ash, news(here))]
        self.not_before: dict[int, object] = {}
        self.read_by_a_leader: set[tuple[int, str]] = set()

    def act(self, what: str, which: int, by_leader: bool, number: int) -> None:
        post, saying = self.posts[which], SAYINGS[number % len(SAYINGS)]
        staff = self.here.leader if by_leader else self.ash
        words = models.Post.get_by_id(post).words
        if what == "save":
            story_drafts.save(staff, news(self.here, saying), self.now, post_id=post)
        elif what == "publish":
            story.publish(staff, post, self.now, anyway=True)
            self.not_before.pop(post, None)
        elif what == "schedule":
            at = self.now + timedelta(minutes=10 * (number + 1))
            story.schedule(staff, post, school_day(at), at.time(), self.now, anyway=True)
            self.not_before[post] = at
        elif what == "due":
            story.publish_due(self.now)
        elif what == "edit":
            story.edit(staff, post, news(self.here, saying), self.now, anyway=True)
            words = saying
        elif what == "take_down":
            story.take_down(staff, post, "because", self.now)
        elif what == "put_back":
            story.put_back(staff, post, self.now)
        elif what == "approve":
            story.approve(staff, post, self.now)
        elif what == "send_back":
            story.send_back(staff, post, "because", self.now)
        elif what == "report":
            conduct.report_by_staff(staff, post, "because", self.now)
        elif what in ("keep", "hide"):
            outcome = conduct.Outcome.KEPT if what == "keep" else conduct.Outcome.HIDDEN
            for it in conduct.open_reports(self.here.leader)[:1]:
                conduct.resolve(self.here.leader, it.id, outcome, "because", self.now)
        elif what == "attach":
            story_photos.attach(staff, post, file(), f"{number}", self.now)
        elif what in ("answer_nobody", "answer_both"):
            inside = self.kids if what == "answer_both" else ()
            for it in story_drafts.draft(staff, post).files[number % 2 :]:
                story_photos.answer(staff, it.file.id, inside, self.now)
        elif what in ("allow", "forbid"):
            allow(self.here, self.kids[which], what == "allow")
            self.allowed[self.kids[which]] = what == "allow"
        elif what == "wait":
            self.now += timedelta(minutes=number * 7)
        if by_leader and what in ("publish", "schedule", "edit", "approve", "put_back"):
            self.read_by_a_leader.add((post, words))

    def look(self) -> None:
        shown = {it.id: it for it in story_feed.page(self.here.maple.id).posts}
        with reading():
            rows = {row.id: row for row in models.Post.select()}
        for post_id, row in rows.items():
            is_public = row.state == PostState.PUBLISHED.value and not row.held
            assert (post_id in shown) == is_public
        for post in shown.values():
            self.is_fit(post)

    def is_fit(self, post: Post) -> None:
        assert post.published_at <= self.now + timedelta(seconds=1)
        if tripped(post.words):
            assert (post.id, post.words) in self.read_by_a_leader
        for it in story_drafts.draft(self.here.leader, post.id).files:
            seen = it.answered and all(self.allowed[kid.id] for kid in it.pupils)
            assert (it.file in post.files) == seen
        begun = self.not_before.get(post.id)
        if begun is not None:
            assert post.published_at >= begun  # type: ignore[operator]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_readers_see_only_what_the_rules_let_them(here: Here, seed: int) -> None:
    chance = Random(seed)
    kiosk = Story(here, teacher(here.maple.id))
    hides = family_rules.Rules(reports_hide=seed % 2 == 0)
    family_rules.choose(here.leader, hides, NOW)
    for _ in range(STEPS):
        what, which = chance.choice(ACTS), chance.randrange(2)
        with suppress(Problem):
            kiosk.act(what, which, chance.random() < 0.5, chance.randrange(6))
        kiosk.look()
    assert check() == []
