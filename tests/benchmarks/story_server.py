"""What phones read from while it is measured: `python -m … HOW PORT FOLDER PUPIL GUARDIAN`, until
it is killed.

HOW is `ours` (`kiosk serve`) or `bare`: one route of Starlette that fills in the same template
from what was looked up once, when it started.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from db import connection, roster, school, story_reading
from db.clock import utc_now
from db.family_records import Visitor
from kiosk import cli
from kiosk.post_words import KIND_ICONS, KIND_NAMES
from kiosk.web import pages
from kiosk.web.stories import CLASS, LONGEST_WORDS, PER_PAGE, Where


def bare(port: int, folder: Path, pupil_id: int, guardian_id: int) -> None:
    connection.open_database(folder / connection.FILE_NAME)
    child = next(
        it for one in roster.classes() for it in roster.pupils(one.id) if it.id == pupil_id
    )
    found = story_reading.class_page(guardian_id, pupil_id, size=PER_PAGE)
    where, after = Where(CLASS, None, None), Where(CLASS, None, found.after)
    told = {
        "school": school.current(),
        "visitor": Visitor(guardian_id, "Sam", (child,), waiting=False, withdrawn=False),
        "now": utc_now(),
        "child": child,
        "page": found,
        "where": where,
        "older": after.query(),
        "back": where.query(**{"from": CLASS}),
        "is_school": False,
        "kinds": list(KIND_NAMES),
        "kind_names": KIND_NAMES,
        "kind_icons": KIND_ICONS,
        "most": LONGEST_WORDS,
    }
    connection.close_database()

    async def show(_: Request) -> HTMLResponse:
        return HTMLResponse(pages._templates().get_template("story.html").render(**told))

    app = Starlette(routes=[Route("/child/{pupil_id}/class-story", show)])
    uvicorn.run(app, host="127.0.0.1", port=port, http="h11", log_level="error")


def main() -> None:
    how, port, folder, pupil_id, guardian_id = sys.argv[1:]
    if how == "bare":
        bare(int(port), Path(folder), int(pupil_id), int(guardian_id))
        return
    sys.argv = ["kiosk", "serve", "--data", folder, "--phone-port", port]
    cli.main()


if __name__ == "__main__":
    main()
