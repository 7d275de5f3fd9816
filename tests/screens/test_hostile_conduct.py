"""Words that mean harm in comments, reports, the word list and links: shown, typed and pasted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual import events
from textual.widgets import Input, TextArea

from db import comments, conduct, models
from db.connection import reading, writing
from db.links import Link
from db.records import Role, Staff
from kiosk.app import KioskApp
from kiosk.screens.decide_report import DecideReport
from kiosk.screens.decided_reports import DecidedReports
from kiosk.screens.edit_link import EditLink
from kiosk.screens.for_families import ForFamilies
from kiosk.screens.link_code import LinkCode
from kiosk.screens.new_word import NewWord
from kiosk.screens.one_comment import OneComment
from kiosk.screens.our_school import OurSchool
from kiosk.screens.post_comments import PostComments
from kiosk.screens.post_to_look_at import PostToLookAt
from kiosk.screens.report_words import ReportWords
from kiosk.screens.school_links import SchoolLinks
from kiosk.screens.to_look_at import ToLookAt
from kiosk.screens.word_list import WordList
from kiosk.screens.write_comment import WriteComment
from tests.conftest import NOW, Here
from tests.names import HOSTILE
from tests.screens import hostile_school
from tests.screens.conftest import settled
from tests.screens.hostile_walk import here_and_there, look

KEPT = hostile_school.KEPT
EVERY_WORD = "\n".join(KEPT)
LEADER = Staff(1, HOSTILE[0], Role.LEADER)
LINK = Link(EVERY_WORD, f"https://example.com/{EVERY_WORD}")


@pytest.fixture
def posts(here: Here, hostile: KioskApp) -> None:
    """A post of each word that waits, and one with a comment and two reports of each."""
    leader = here.leader.id
    with writing():
        for number, name in enumerate(KEPT):
            post = _post(leader, name, "published" if number == 0 else "waiting")
            models.PostPlace.create(post=post, school_class=here.maple.id, shown_at=NOW)
            guardian = models.Guardian.select().order_by(models.Guardian.id)[number]
            comment = models.PostComment.create(
                post=1,
                guardian=guardian,
                words=f"{name}\n{EVERY_WORD}"[:1000],
                state=("shown", "waiting", "hidden")[number % 3],
                reason=name,
                key=f"key {number}",
                written_at=NOW,
            )
            for outcome in ("open", "hidden"):
                models.Report.create(
                    post=1,
                    comment=comment if number % 2 else None,
                    guardian=guardian,
                    reason=name,
                    answer=name,
                    outcome=outcome,
                    reported_at=NOW,
                    resolved_at=NOW if outcome == "hidden" else None,
                    resolved_by=leader if outcome == "hidden" else None,
                )
            models.ListedWord.create(word=name, is_listed=number % 2, staff=leader, decided_at=NOW)
        for position, name in enumerate(KEPT[:12]):
            models.SchoolLink.create(
                title=name, address=f"https://example.com/{name}", position=position
            )


def _post(staff: int, name: str, state: str) -> models.Post:
    return models.Post.create(
        staff=staff,
        kind="news",
        title=name,
        words=f"**{name}** [{name}](https://example.com/{name})\n\n{EVERY_WORD}",
        state=state,
        made_at=NOW,
        saved_at=NOW,
        published_at=NOW if state == "published" else None,
    )


def one_comment() -> object:
    told = comments.conversation(LEADER, 1).comments[1]
    return OneComment(told, EVERY_WORD, ("approve", "hide", "report"))


def decide_report() -> object:
    report = conduct.open_reports(LEADER)[0]
    return DecideReport(replace(report, about=EVERY_WORD, reason=EVERY_WORD, by=HOSTILE[0]))


SCREENS: dict[str, tuple[Callable[[], object], tuple[str, ...]]] = {
    "comments": (lambda: PostComments(1), ("down", "h", "escape", "enter", "escape", "end", "up")),
    "one comment": (one_comment, ("end",)),
    "to look at": (ToLookAt, ("end", "pageup", "pageup", "pageup")),
    "a post": (lambda: PostToLookAt(2), ("end", "b")),
    "decide": (decide_report, ()),
    "decided": (DecidedReports, ("end",)),
    "families": (ForFamilies, ("1",)),
    "words": (WordList, ("end", "delete")),
    "links": (SchoolLinks, ("end", "r")),
    "school": (OurSchool, ("c",)),
    "code": (lambda: LinkCode(LINK), ()),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_words_of_every_kind(
    here: Here,
    hostile: KioskApp,
    posts: None,
    name: str,
) -> None:
    make, keys = SCREENS[name]
    async with hostile.run_test(size=(160, 50), notifications=True) as pilot:
        await here_and_there(pilot, make(), here)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
            look(hostile)


FORMS: dict[str, tuple[Callable[[], object], str]] = {
    "comment": (lambda: WriteComment(1, EVERY_WORD), "f10"),
    "report": (lambda: ReportWords(1), "enter"),
    "decide": (decide_report, "f9"),
    "word": (NewWord, "enter"),
    "link": (lambda: EditLink(HOSTILE[0], Link(HOSTILE[1], HOSTILE[9]), EVERY_WORD), "enter"),
    "try": (WordList, "f3"),
}


@pytest.mark.parametrize("name", FORMS)
async def test_typed_and_pasted_into_every_field(
    here: Here,
    hostile: KioskApp,
    posts: None,
    name: str,
) -> None:
    make, key = FORMS[name]
    async with hostile.run_test(size=(80, 24), notifications=True) as pilot:
        await here_and_there(pilot, make(), here)
        for field in hostile.screen.query("Input, TextArea"):
            assert isinstance(field, Input | TextArea)
            field.focus()
            await settled(pilot)
            for words in ("".join(HOSTILE), "e" + "\u0301" * 3 + "\u202e[/]" * 25_000):
                hostile.post_message(events.Paste(words))
                await settled(pilot)
                look(hostile)
        await pilot.press(key)
        await settled(pilot)
        look(hostile)
    with reading():
        for row in models.PostComment.select():
            assert len(row.words) <= 1_000
        for row in models.Report.select():
            assert len(row.reason) <= 200
