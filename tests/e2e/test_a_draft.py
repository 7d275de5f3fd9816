"""The plug pulled while a teacher writes, in a real terminal: the draft is there, and goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import connection, story_drafts, story_feed
from db.records import Staff
from tests.conftest import PIN, Here
from tests.e2e.tmux import Tmux

pytestmark = pytest.mark.e2e


@pytest.fixture
def data(here: Here) -> Iterator[Path]:
    """A school's folder that nobody has open."""
    connection.close_database()
    yield here.data
    connection.close_database()


def to_my_posts(tmux: Tmux, data: Path, home: Path) -> None:
    tmux.start("run", "--data", str(data), home=home)
    tmux.wait_for("Maple", "Points", seconds=60)
    tmux.press_until("t", "Staff sign-in")
    tmux.wait_for("Mrs Rowan")
    tmux.type(PIN)
    tmux.keys("Enter")
    tmux.wait_until_gone("Staff sign-in")
    tmux.press_until("m", "My posts")
    tmux.wait_for("Write (W)")


def kept(data: Path, staff: Staff) -> str:
    connection.open_database(data / connection.FILE_NAME)
    try:
        (draft,) = story_drafts.drafts(staff)
        return draft.writing.words
    finally:
        connection.close_database()


def test_a_draft_outlives_a_pulled_plug(tmux: Tmux, tmp_path: Path, here: Here, data: Path) -> None:
    to_my_posts(tmux, data, tmp_path)
    tmux.press_until("w", "Preview (F6)")
    tmux.type("We grew beans.")
    tmux.wait_for("Saved")
    tmux.type(" Ten of them.")
    until = time.monotonic() + 30
    while kept(data, here.leader) != "We grew beans. Ten of them.":
        assert time.monotonic() < until, "the draft was not kept"
        time.sleep(0.1)
    tmux.kill()
    assert kept(data, here.leader) == "We grew beans. Ten of them."

    to_my_posts(tmux, data, tmp_path)
    tmux.wait_for("We grew beans. Ten of them.", "Draft, saved today")
    tmux.press_until("Enter", "Preview (F6)")
    tmux.type(" And one tomato.")
    tmux.keys("F10")
    tmux.wait_for("for: Maple", "Publish (F10)")
    tmux.keys("F10")
    tmux.wait_for("It is published.", "Nothing here")
    connection.open_database(data / connection.FILE_NAME)
    (post,) = story_feed.page(here.maple.id).posts
    assert post.words == "We grew beans. Ten of them. And one tomato."
