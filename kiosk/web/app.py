"""The phone pages as one application: routes from each file of pages, guards around them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from db.clock import utc_now
from kiosk import address
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.web import pages
from kiosk.web.once import Once
from kiosk.web.pace import Pace
from kiosk.web.presence import Presence
from kiosk.web.security import Guard, KnownHosts
from kiosk.web.turns import Turns
from kiosk.web.visitor import KnowVisitor

GROUPS = (
    "static_files",
    "join",
    "family",
    "child",
    "stories",
    "post_comments",
    "conduct",
    "story_files",
    "homework",
    "points",
    "our_school",
    "calendar",
    "portfolio",
    "media_files",
    "upload",
    "draft_upload",
)


def build(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = utc_now,
    store: Store | None = None,
    hosts: Callable[[], frozenset[str]] | None = None,
) -> Starlette:
    """The application. The records must be open; `hosts` gives the names it answers to."""
    known = KnownHosts(hosts or (lambda: address.answers_to(settings.phones)))
    groups = [import_module(f"kiosk.web.{name}") for name in GROUPS]
    app = Starlette(
        routes=[route for group in groups for route in group.ROUTES],
        middleware=[
            Middleware(Guard, hosts=known, own_origin=settings.phones.public_url),
            Middleware(CapitalCodes),
            Middleware(KnowVisitor),
        ],
        exception_handlers={HTTPException: pages.of_http_exception},
    )
    app.router.redirect_slashes = False
    app.state.settings = settings
    app.state.store = store or Store()
    app.state.clock = clock
    app.state.once = Once()
    app.state.pace = Pace()
    app.state.turns = Turns()
    app.state.presence = Presence(app.state.store)
    return app


class CapitalCodes:
    """Takes `/J/CODE` for `/j/CODE`: QR codes say it in capitals, which need fewer squares."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"][:3] in ("/J/", "/U/", "/S/"):
            path = scope["path"][:3].lower() + scope["path"][3:]
            scope = {**scope, "path": path, "raw_path": path.encode("utf-8", "replace")}
        await self.app(scope, receive, send)
