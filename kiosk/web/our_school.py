"""The school's website and policies, and its office: one tap from every page (R27)."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from db import links
from db.school import HOURS
from kiosk.web import pages
from kiosk.web.routing import Needs, page


async def show(request: Request) -> Response:
    known = await request.app.state.store.run(links.links)
    return await pages.show(
        request,
        "our_school.html",
        links=[(it, urlsplit(it.address).hostname) for it in known],
        hours=HOURS,
    )


ROUTES = [page("/our-school", show, needs=Needs.NOBODY, name="our school")]
