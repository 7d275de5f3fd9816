"""A child's page: what is new, tonight's homework, and the ways to everything else."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from db.child_page import child_page
from db.records import Pupil
from kiosk.post_words import KIND_ICONS
from kiosk.web import pages, visitor
from kiosk.web.routing import Needs, page


async def show(request: Request) -> Response:
    return await show_child(request, visitor.child(request))


async def show_child(request: Request, child: Pupil) -> Response:
    """The page of one of the visitor's own children."""
    state = request.app.state
    found = await state.store.run(child_page, request.state.visitor, child.id, state.clock())
    return await pages.show(request, "child.html", child=child, page=found, kind_icons=KIND_ICONS)


ROUTES = [page("/child/{pupil_id}", show, needs=Needs.CONFIRMED, name="child")]
