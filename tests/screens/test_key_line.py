"""The line of keys is as good as the keys, also where there are too many for one line."""

from __future__ import annotations

from db.records import Staff
from kiosk.app import KioskApp
from kiosk.screens.home import Home
from kiosk.screens.read_post import ReadPost
from kiosk.widgets.key_line import KeyLine
from tests.conftest import Here
from tests.db.stories import news, published, teacher
from tests.screens.writing_posts import stand, until


async def test_keys_that_do_not_fit_stand_in_a_second_line(app: KioskApp, here: Here) -> None:
    ash: Staff = teacher(here.maple.id)
    post_id = published(ash, news(here))
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, ReadPost(post_id))
        line = app.screen.query_one(KeyLine)
        await until(pilot, lambda: line.size.height == 2)
        first, second = str(line.render()).split("\n")
        assert "esc Back" in first
        assert "^l Sign out" in second
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: line.size.height == 1)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: line.size.height == 2)
        await pilot.click(KeyLine, offset=(second.index("Sign"), 1))
        await until(pilot, lambda: isinstance(app.screen, Home))
