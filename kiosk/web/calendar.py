"""Dates for a parent's own calendar: a private address to subscribe to, or one date as a file.

The address is made of settings, never of the request, and is shown once: only a hash of it is
kept. Whoever has it reads the calendar, without a cookie.
"""

from __future__ import annotations

import hashlib
import secrets

from starlette.requests import Request
from starlette.responses import Response

from db import calendar
from kiosk import address
from kiosk.web import kept, pages, visitor
from kiosk.web.routing import Needs, page


async def show(request: Request) -> Response:
    who = request.state.visitor
    has_one = await request.app.state.store.run(calendar.has_address, who.guardian_id)
    return await pages.show(
        request, "calendar.html", has_one=has_one, key=secrets.token_urlsafe(16)
    )


async def make(request: Request) -> Response:
    """Make a new address and show it; the page loaded again shows the same one for a while, unless
    it has ended since."""
    state, guardian_id = request.app.state, request.state.visitor.guardian_id
    fields, now = await pages.form(request), state.clock()
    state.pace.need(guardian_id, now)

    async def new_token() -> str:
        token: str = await state.store.run(calendar.new_address, guardian_id, now)
        return token

    key = ("calendar", str(guardian_id), fields.get("key", ""))
    token = await state.once.do(key, now, new_token)
    if not await state.store.run(calendar.works, token):
        return pages.see_other(request, "calendar")
    phones = state.settings.phones
    public_url = await state.store.run(address.public_url, phones)
    at_school_only = await state.store.run(address.at_school_only, phones)
    where = f"{public_url}/calendar/{token}.ics"
    return await pages.show(
        request,
        "calendar_address.html",
        address=where,
        subscribe=f"webcal://{where.partition('://')[2]}",
        at_school_only=at_school_only,
    )


async def end(request: Request) -> Response:
    state = request.app.state
    guardian_id = request.state.visitor.guardian_id
    state.pace.need(guardian_id, state.clock())
    await state.store.run(calendar.end_address, guardian_id, state.clock())
    return pages.see_other(request, "calendar")


async def feed(request: Request) -> Response:
    """The whole calendar, for the program that subscribed to it."""
    state = request.app.state
    whole = await state.store.run(calendar.feed, request.path_params["token"], state.clock())
    return _file(request, whole, 'inline; filename="school.ics"')


async def one_date(request: Request) -> Response:
    """The date of a post, as a file to open with the phone's calendar."""
    child, post_id = visitor.child(request), pages.number(request, "post_id")
    guardian_id = request.state.visitor.guardian_id
    whole = await request.app.state.store.run(calendar.event, guardian_id, post_id, child.id)
    return _file(request, whole, f'attachment; filename="school-{post_id}.ics"')


def _file(request: Request, whole: bytes, disposition: str) -> Response:
    headers = kept.headers(hashlib.sha256(whole).hexdigest())
    if known := kept.not_again(request, headers):
        return known
    headers["Content-Disposition"] = disposition
    return Response(whole, media_type="text/calendar", headers=headers)


ROUTES = [
    page("/calendar", show, needs=Needs.CONFIRMED, name="calendar"),
    page("/calendar", make, needs=Needs.CONFIRMED, methods=("POST",), name="make calendar"),
    page("/calendar/end", end, needs=Needs.CONFIRMED, methods=("POST",), name="end calendar"),
    page("/calendar/{token}.ics", feed, needs=Needs.LINK, name="calendar feed"),
    page(
        "/child/{pupil_id}/post/{post_id}/date.ics",
        one_date,
        needs=Needs.CONFIRMED,
        name="one date",
    ),
]
