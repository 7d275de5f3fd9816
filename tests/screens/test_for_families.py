"""What the school chooses for its families: rules, words, links (R2, R24, R25, R27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input

from db import family_rules, links, word_list
from db.family_rules import Rules
from db.links import Link
from db.records import Role
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens.edit_link import EditLink
from kiosk.screens.for_families import ForFamilies
from kiosk.screens.new_word import NewWord
from kiosk.screens.school_links import SchoolLinks
from kiosk.screens.word_list import WordList
from kiosk.widgets.big_place import BigPlace
from kiosk.widgets.steady_list import SteadyList
from tests.conftest import NOW, Here
from tests.db.stories import teacher
from tests.screens.agreeing import press, said
from tests.screens.conftest import Look, sentences, settled, stand_at
from tests.screens.writing_posts import paste

POLICIES = [
    Link("Our website", "https://www.riverside.example.sch.uk"),
    Link("Behaviour policy", "https://www.riverside.example.sch.uk/policies/behaviour"),
]


def lines(app: KioskApp) -> list[str]:
    shown = app.screen.query_one(SteadyList)
    return [" ".join(str(option.prompt).split()) for option in shown.options]


def here_at(app: KioskApp) -> str:
    option = app.screen.query_one(SteadyList).highlighted_option
    return " ".join(str(option.prompt).split()) if option is not None else ""


async def test_r24_r25_a_leader_switches_the_rules_each_explained(
    app: KioskApp, here: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        place = ForFamilies()
        await stand_at(pilot, place, here)
        assert "Every comment waits: no" in said(app, "#comments_wait")
        assert "Comments show at once" in said(app, "#comments_wait")
        await press(pilot, "enter", "2")
        assert family_rules.rules() == Rules(comments_wait=True, reports_hide=True)
        assert "No parent reads a comment before" in said(app, "#comments_wait")
        assert "Reports hide: yes" in said(app, "#reports_hide")
        await pilot.click("#needs_work_at_home")
        await pilot.click("#reports_hide")
        await settled(pilot)
        assert family_rules.rules() == Rules(comments_wait=True, needs_work_at_home=True)
        family_rules.choose(here.leader, Rules(), NOW)
        place.post_message(RecordsChanged())
        await settled(pilot)
        assert "Needs work at home: no" in said(app, "#needs_work_at_home")


async def test_the_office_keeps_the_links_and_nothing_else(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(staff=teacher(None, "Mrs Desk", Role.OFFICE))
        await app.push_screen(ForFamilies())
        await settled(pilot)
        assert [it.id for it in app.screen.query(BigPlace)] == ["links"]
        await press(pilot, "1", "2", "3", "4")
        assert isinstance(app.screen, ForFamilies)
        assert family_rules.rules() == Rules()
        await press(pilot, "enter", "a")
        await paste(pilot, "School")
        await press(pilot, "enter")
        await paste(pilot, "www.example.sch.uk")
        await press(pilot, "enter")
        assert lines(app) == ["School https://www.example.sch.uk"]


async def test_r24_words_are_added_taken_off_and_put_back(app: KioskApp, here: Here) -> None:
    number = len(word_list.words())
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, WordList(), here)
        assert said(app, "#summary") == f"{number} words"
        await press(pilot, "f2", "enter")
        assert isinstance(app.screen, NewWord)
        await paste(pilot, "Snot-face")
        await press(pilot, "enter")
        assert here_at(app) == "s••• f••• + added by the school"  # the class may be looking
        await press(pilot, "f4")
        assert here_at(app) == "snot face + added by the school"
        await press(pilot, "l", "o", "delete")
        assert here_at(app) == "loser ✗ taken off"
        assert str(app.screen.query_one("#turn", Button).label) == "Put back (Del)"
        assert said(app, "#summary") == f"{number} words · 1 added by the school · 1 taken off"
        assert word_list.tripped("loser", "snot-face") == ("snot face",)
        await pilot.click("#turn")
        await settled(pilot)
        assert here_at(app) == "loser"
        assert word_list.tripped("loser") == ("loser",)


async def test_r24_a_sentence_is_tried(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, WordList(), here)
        await press(pilot, "f3")
        await paste(pilot, "a stupid idiot")
        assert said(app, "#found") == "⏳ Waits for staff: “stupid”, “idiot”"
        app.screen.query_one(Input).value = "We live in Scunthorpe"
        await settled(pilot)
        assert "Nothing in it is on the list" in said(app, "#found")


async def test_r27_links_are_added_changed_ordered_and_taken_out(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, SchoolLinks(), here)
        assert "Nothing is here yet" in said(app, "#nothing")
        await press(pilot, "enter", "u", "r", "a")
        await paste(pilot, "Rules")
        await press(pilot, "enter")
        await paste(pilot, "ftp://x")
        await press(pilot, "enter")
        assert isinstance(app.screen, EditLink)
        assert "whole web address" in said(app, ".sentence")
        assert app.screen.query_one("#link-title", Input).value == "Rules"
        app.screen.query_one("#address", Input).value = "www.example.com/rules"
        await press(pilot, "enter")
        assert links.links() == [Link("Rules", "https://www.example.com/rules")]
        links.choose(here.leader, [*links.links(), *POLICIES], NOW)
        app.screen.post_message(RecordsChanged())
        await settled(pilot)
        await press(pilot, "d", "d", "d")
        assert here_at(app).startswith("Rules")
        assert [it.title for it in links.links()] == ["Our website", "Behaviour policy", "Rules"]
        await pilot.click("#up")
        await settled(pilot)
        await press(pilot, "r", "y")
        assert [it.title for it in links.links()] == ["Our website", "Behaviour policy"]
        assert here_at(app).startswith("Behaviour")
        await press(pilot, "enter")
        links.choose(here.leader, [Link("New", "a.org"), *links.links()], NOW)
        app.screen.query_one("#link-title", Input).value = "Kindness"
        await press(pilot, "enter", "enter")
        assert [it.title for it in links.links()] == ["New", "Our website", "Kindness"]
        links.choose(here.leader, [Link(f"L{it}", "a.org") for it in range(12)], NOW)
        app.screen.post_message(RecordsChanged())
        await settled(pilot)
        await press(pilot, "a")
        await paste(pilot, "One more")
        await press(pilot, "enter")
        await paste(pilot, "b.org")
        await press(pilot, "enter")
        assert "at most 12" in said(app, ".sentence")
        await press(pilot, "escape")
        assert not sentences(pilot)


def stood(place: Callable[[], Screen[Any]], here: Here, *keys: str) -> Callable[[Pilot[int]], Any]:
    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, place(), here)
        await press(pilot, *keys)

    return before


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    before = stood(ForFamilies, here, "2")
    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_words_look(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    word_list.add(here.leader, "Snot-face", NOW)
    word_list.remove(here.leader, "slag", NOW)

    async def before(pilot: Pilot[int]) -> None:
        await stood(WordList, here, "s", "n", "f3")(pilot)
        pilot.app.screen.query_one(Input).cursor_blink = False
        await paste(pilot, "stupid")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_links_look(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    links.choose(here.leader, POLICIES, NOW)
    before = stood(SchoolLinks, here, "down")
    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
