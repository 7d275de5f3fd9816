"""Whose phone it is: the cookie on its way in and out."""

from __future__ import annotations

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from db import phones, school
from db.family_records import Visitor
from db.policy import NotFound, StorageProblem
from db.records import Pupil, School
from db.remembered import Remembered
from kiosk.web import pages

PLAIN, OVER_TLS = "phone", "__Host-phone"
DAYS = 400  # the longest that browsers keep a cookie
NO_COOKIE_NEEDED = "/static/"
_SCHOOL: Remembered[School | None] = Remembered(1)


class KnowVisitor:
    """Puts the visitor that the cookie tells of into `request.state.visitor`, or None, and the
    school into `request.state.school`, or None where nobody has asked for it yet."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            request.state.visitor = request.state.school = None
            cookie = token(request)
            if cookie and not request.url.path.startswith(NO_COOKIE_NEEDED):
                state = request.app.state
                try:
                    known = await state.store.run(_known, cookie)
                except StorageProblem as problem:
                    answer = await pages.of_problem(request, problem)
                    await answer(scope, receive, send)
                    return
                request.state.visitor, request.state.school = known
                if known[0] is not None:
                    state.presence.note(known[0].phone_id, state.clock())
        await self.app(scope, receive, send)


def child(request: Request) -> Pupil:
    """The child that the address names as `pupil_id`. Raises `NotFound` for those of others."""
    pupil_id = pages.number(request, "pupil_id")
    for it in request.state.visitor.children:
        if it.id == pupil_id:
            found: Pupil = it
            return found
    raise NotFound("")


def token(request: HTTPConnection) -> str:
    """What this phone's cookie holds; empty without one."""
    return request.cookies.get(_name(request), "")


def keep(request: Request, response: Response, secret: str) -> None:
    """Give this phone its cookie.

    SameSite is Lax: with Strict a signed-in parent who scans the code of a second child would
    come as a stranger.
    """
    response.set_cookie(
        _name(request),
        secret,
        max_age=DAYS * 24 * 3600,
        httponly=True,
        secure=_is_tls(request),
        samesite="lax",
        path="/",
    )


def forget(request: Request, response: Response) -> None:
    """Take this phone's cookie away."""
    response.delete_cookie(
        _name(request), path="/", secure=_is_tls(request), httponly=True, samesite="lax"
    )


def _known(cookie: str) -> tuple[Visitor | None, School | None]:
    """Both in one go to the records, since every page needs both."""
    return phones.visitor(cookie), _SCHOOL.get("the school", school.current)


def _is_tls(request: HTTPConnection) -> bool:
    return request.url.scheme == "https"


def _name(request: HTTPConnection) -> str:
    return OVER_TLS if _is_tls(request) else PLAIN
