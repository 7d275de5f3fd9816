"""Routes of the phone pages. Each says who may open it; a route that does not is no route."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from db.policy import NotFound, Problem
from kiosk.web import pages

log = logging.getLogger("kiosk.web")
Endpoint = Callable[[Request], Awaitable[Response]]


class Needs(Enum):
    """Who may open a page. What of it they may see is decided by the records."""

    NOBODY = "anybody"
    LINK = "whoever has the code in the address"
    WAITING = "a phone that is signed in, though the school has not confirmed it yet"
    CONFIRMED = "a phone of a parent whom the school has confirmed"


class Page(Route):
    """A route that knows who may open it."""

    def __init__(
        self, path: str, endpoint: Endpoint, *, needs: Needs, methods: Sequence[str], name: str
    ) -> None:
        super().__init__(path, _guarded(endpoint, needs), methods=list(methods), name=name)
        self.needs = needs


def page(
    path: str, endpoint: Endpoint, *, needs: Needs, methods: Sequence[str] = ("GET",), name: str
) -> Page:
    """A page of its own: `needs` is asked first, and a `Problem` becomes a page that says why."""
    return Page(path, endpoint, needs=needs, methods=methods, name=name)


def _guarded(endpoint: Endpoint, needs: Needs) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            if not _may_open(request, needs):
                if _was_withdrawn(request):
                    return pages.see_other(request, "family")  # which says to call the school
                raise NotFound("")
            return await endpoint(request)
        except Problem as problem:
            return await pages.of_problem(request, problem)
        except HTTPException:
            raise
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except Exception:  # told here, where the headers of every page still get to it
            log.exception("a page failed: %s", request.url.path[:3])
            return await pages.went_wrong(request)

    return answer


def _was_withdrawn(request: Request) -> bool:
    visitor = request.state.visitor
    return request.method == "GET" and visitor is not None and visitor.withdrawn


def _may_open(request: Request, needs: Needs) -> bool:
    visitor = request.state.visitor
    if needs in (Needs.NOBODY, Needs.LINK):
        return True
    if visitor is None or visitor.withdrawn:
        return False
    return needs is Needs.WAITING or bool(visitor.children)
