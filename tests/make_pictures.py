"""`make pictures`: every screen as an SVG in docs/pictures/, from the made-up school.

python -m tests.make_pictures [NAME…]
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from db import agreement, classlists, connection, demo, models, people, roster
from db.classlists import ColumnsUnknown
from db.records import Role
from kiosk import device
from kiosk.app import KioskApp
from kiosk.background import furnish_demo
from kiosk.screens.class_list_preview import ClassListPreview
from kiosk.screens.group_maker import GroupMaker
from kiosk.screens.keep_apart import KeepApart
from kiosk.screens.my_homework import MyHomework
from kiosk.screens.my_portfolio import MyPortfolio
from kiosk.screens.picker import Picker
from kiosk.screens.promises import Promises
from kiosk.screens.reports import Reports
from kiosk.screens.review_queue import ReviewQueue
from kiosk.screens.sign import Sign
from kiosk.screens.signed_agreement import SignedAgreementPlace
from kiosk.screens.staff_room import SCREENS, StaffRoom
from kiosk.screens.timer import Timer
from kiosk.screens.which_column import WhichColumn
from kiosk.screens.who_is_in_it import WhoIsInIt
from kiosk.screens.write_post import WritePost
from kiosk.settings import Phones, Settings
from tests.screens.conftest import settled

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SIZE = (100, 30)
WHERE = Path(__file__).parent.parent / "docs" / "pictures"

Way = Callable[[Pilot[int]], Awaitable[None]]


def by_keys(*keys: str) -> Way:
    """From home by keys."""

    async def way(pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    return way


def signed_in(way: Way) -> Way:
    """The same, with a leader signed in."""

    async def first(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, KioskApp)
        leader = next(it for it in people.staff_list() if it.role is Role.LEADER)
        app.session.begin(staff=leader)
        await way(pilot)

    return first


def standing(place: type, *arguments: object) -> Way:
    async def way(pilot: Pilot[int]) -> None:
        await pilot.app.push_screen(place(*arguments))
        await settled(pilot)

    return way


def then(*ways: Way) -> Way:
    async def way(pilot: Pilot[int]) -> None:
        for each in ways:
            await each(pilot)

    return way


async def awards(pilot: Pilot[int]) -> None:
    """One pupil has just been given a skill, and three more are chosen."""
    await by_keys("1", "d", "a", "enter", "4")(pilot)
    for start in ("be", "fi", "ha"):
        await by_keys(*start, "enter")(pilot)


async def picked(pilot: Pilot[int]) -> None:
    await by_keys("space")(pilot)
    await asyncio.sleep(3)


async def pupil(pilot: Pilot[int]) -> None:
    """A pupil of the class stands there who has not signed."""
    app = pilot.app
    assert isinstance(app, KioskApp)
    assert app.school_class is not None
    app.session.begin(pupil=roster.pupils(app.school_class.id)[0])


async def signing(pilot: Pilot[int]) -> None:
    await pupil(pilot)
    await standing(Sign, agreement.current())(pilot)


async def class_list(pilot: Pilot[int]) -> None:
    """What a list with new pupils, one who moves class and two who are gone would do."""
    p, e, c = models.Pupil, models.Enrolment, models.SchoolClass
    home = e.select(p.forename, p.surname, c.name).join(p).switch(e).join(c).where(e.is_home)
    rows = [",".join(it) for it in home.order_by(p.id).tuples()][2:]
    rows[0] = rows[0].replace("Maple", "Willow")
    rows += ["Avril,Jones,Maple", "Bryn,Khan,Oak", "Zofia,Nowak,Oak"]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "autumn.csv"
        file.write_text("\n".join(["Forename,Surname,Class", *rows]), "utf-8")
        changes = classlists.preview(classlists.read(file))
    heading = "This is what the class list will do."
    pilot.app.push_screen(ClassListPreview(heading, changes, yes="Import"))
    await settled(pilot)


async def which_column(pilot: Pilot[int]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        file.write_text("Name 1,Name 2,Gp\nAvril,Jones,Maple\nBryn,Khan,Oak\n", "utf-8")
        try:
            classlists.read(file)
        except ColumnsUnknown as unknown:
            pilot.app.push_screen(WhichColumn(unknown))
    await settled(pilot)


async def picture_code(pilot: Pilot[int]) -> None:
    await by_keys("4", "a", "m", "enter")(pilot)
    await by_keys("1", "2")(pilot)


async def own_portfolio(pilot: Pilot[int]) -> None:
    await pupil(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    await standing(MyPortfolio, app.session.pupil)(pilot)


async def drawn_signature(pilot: Pilot[int]) -> None:
    row = models.Signature.select().where(models.Signature.strokes != "").first()
    await pilot.app.push_screen(SignedAgreementPlace(pupil_id=row.pupil_id))
    await settled(pilot)


async def task(pilot: Pilot[int]) -> None:
    await pupil(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    await standing(MyHomework, app.session.pupil)(pilot)


async def who_is_in_it(pilot: Pilot[int]) -> None:
    """A photo of a published post, and who is in it."""
    file = models.PostFile.select().where(models.PostFile.answered_at.is_null(False)).first()
    await standing(WhoIsInIt, file.post_id, file.id)(pilot)


PICTURES: dict[str, Way] = {
    "home": by_keys(),
    "sign-in": by_keys("1"),
    "points": signed_in(awards),
    "all-skills": signed_in(by_keys("1", "insert")),
    "today": signed_in(by_keys("1", "f6")),
    "attendance": signed_in(standing(SCREENS["attendance"])),
    "picker": signed_in(then(standing(Picker, Random(3)), picked)),
    "timer": signed_in(then(standing(Timer), by_keys("5"))),
    "group-maker": signed_in(then(standing(GroupMaker, Random(3)), by_keys("enter"))),
    "reports": signed_in(then(standing(Reports), by_keys("3"))),
    "agreement": by_keys("4"),
    "promises": then(pupil, standing(Promises)),
    "sign": signing,
    "picture-code": picture_code,
    "signature": signed_in(drawn_signature),
    "keep-apart": signed_in(standing(KeepApart)),
    "class-list": signed_in(class_list),
    "which-column": signed_in(which_column),
    "signed": signed_in(standing(SCREENS["signed"])),
    "wording": signed_in(standing(SCREENS["wording"])),
    "picture-codes": signed_in(standing(SCREENS["codes"])),
    "staff-room": signed_in(standing(StaffRoom)),
    "staff-list": signed_in(standing(SCREENS["staff"])),
    "skills": signed_in(standing(SCREENS["skills"])),
    "groups": signed_in(standing(SCREENS["groups"])),
    "class-goal": signed_in(standing(SCREENS["goal"])),
    "choose-class": signed_in(standing(SCREENS["class"])),
    "back-up": signed_in(standing(SCREENS["back-up"])),
    "join": signed_in(by_keys("5")),
    "invite": signed_in(by_keys("5", "down", "down", "down", "down", "i")),
    "my-portfolio": own_portfolio,
    "class-portfolios": signed_in(standing(SCREENS["portfolios"])),
    "review": signed_in(standing(ReviewQueue)),
    "photo-permission": signed_in(standing(SCREENS["photos"])),
    "story": by_keys("2"),
    "post": signed_in(by_keys("2", "down", "down", "enter")),
    "write-post": signed_in(standing(WritePost)),
    "who-is-in-it": signed_in(who_is_in_it),
    "my-posts": signed_in(standing(SCREENS["posts"])),
    "homework": signed_in(standing(SCREENS["homework"])),
    "my-homework": task,
    "to-look-at": signed_in(standing(SCREENS["look"])),
    "for-families": signed_in(standing(SCREENS["families"])),
    "our-school": by_keys("6"),
}
THEMES: dict[str, tuple[Way, str]] = {
    "home-dark": (by_keys(), "kiosk-dark"),
    "points-contrast": (signed_in(awards), "kiosk-contrast"),
}
EMPTY: dict[str, Way] = {"welcome": by_keys(), "set-up": by_keys("1")}


async def take(name: str, data: Path, way: Way, theme: str = "kiosk-light") -> None:
    device.change(data, theme=theme)
    phones = Phones(public_url="https://kiosk.riverside.example")
    app = KioskApp(Settings(data, phones=phones), clock=lambda: NOW)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await way(pilot)
        app.clear_notifications()
        await settled(pilot)
        (WHERE / f"{name}.svg").write_text(app.export_screenshot(title="kiosk"), "utf-8")
    print(name)  # noqa: T201


async def take_all(wanted: Sequence[str]) -> None:
    def asked(name: str) -> bool:
        return not wanted or name in wanted

    WHERE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        data = Path(folder)
        connection.open_database(data / connection.FILE_NAME)
        for name, way in EMPTY.items():
            if asked(name):
                await take(name, data, way)
        connection.close_database()
        connection.open_database(data / connection.FILE_NAME)
        demo.fill(NOW)
        furnish_demo(NOW)
        for name, way in PICTURES.items():
            if asked(name):
                await take(name, data, way)
        for name, (way, theme) in THEMES.items():
            if asked(name):
                await take(name, data, way, theme)
        connection.close_database()


if __name__ == "__main__":
    asyncio.run(take_all(sys.argv[1:]))
