"""A child's tasks on a phone: what is due, marked as done, with work from the portfolio (R8)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from db import homework, portfolio
from db.policy import NotFound
from kiosk.web import pages, visitor
from kiosk.web.routing import Needs, page

WORK_ON_A_PAGE = 12


async def show(request: Request) -> Response:
    """What is to do first, the first due on top; then what was not done in time and what is done,
    the newest first."""
    state, child = request.app.state, visitor.child(request)
    known = await state.store.run(homework.tasks, request.state.visitor, child.id, state.clock())
    open_ones = [it for it in known if not it.done]
    return await pages.show(
        request,
        "homework.html",
        child=child,
        to_do=[it for it in open_ones if not it.is_late],
        late=[it for it in reversed(open_ones) if it.is_late],
        done=[it for it in reversed(known) if it.done],
    )


async def choose_work(request: Request) -> Response:
    """The portfolio, to choose from it what answers a task."""
    state, child = request.app.state, visitor.child(request)
    who, post_id = request.state.visitor, pages.number(request, "post_id")
    known = await state.store.run(homework.tasks, who, child.id, state.clock())
    task = next((it for it in known if it.task.post_id == post_id), None)
    if task is None:
        raise NotFound("")
    found = await state.store.run(
        portfolio.of_pupil,
        who,
        child.id,
        before=pages.whole(request.query_params.get("before", "")),
        most=WORK_ON_A_PAGE,
    )
    return await pages.show(request, "homework_work.html", child=child, task=task, page=found)


async def done(request: Request) -> Response:
    state, child = request.app.state, visitor.child(request)
    who, post_id = request.state.visitor, pages.number(request, "post_id")
    item_id = pages.number_in(await pages.form(request), "item_id")
    state.pace.need(who.guardian_id, state.clock())
    await state.store.run(
        homework.mark_done, who, child.id, post_id, state.clock(), item_id=item_id
    )
    return _back(request, child.id, post_id)


async def not_done(request: Request) -> Response:
    state, child = request.app.state, visitor.child(request)
    who, post_id = request.state.visitor, pages.number(request, "post_id")
    state.pace.need(who.guardian_id, state.clock())
    await state.store.run(homework.mark_not_done, who, child.id, post_id)
    return _back(request, child.id, post_id)


def _back(request: Request, pupil_id: int, post_id: int) -> Response:
    return pages.see_other(request, "homework", part=f"task-{post_id}", pupil_id=pupil_id)


ROUTES = [
    page("/child/{pupil_id}/homework", show, needs=Needs.CONFIRMED, name="homework"),
    page(
        "/child/{pupil_id}/homework/{post_id}/work",
        choose_work,
        needs=Needs.CONFIRMED,
        name="choose work",
    ),
    page(
        "/child/{pupil_id}/homework/{post_id}/done",
        done,
        needs=Needs.CONFIRMED,
        methods=("POST",),
        name="homework done",
    ),
    page(
        "/child/{pupil_id}/homework/{post_id}/not-done",
        not_done,
        needs=Needs.CONFIRMED,
        methods=("POST",),
        name="homework not done",
    ),
]
