"""A child's portfolio on a parent's phone: look, send, write, take back (R16, R17)."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from db import phones, portfolio
from db.policy import NotFound, Problem, Refused
from kiosk.web import pages, receiving, visitor
from kiosk.web.receiving import Result
from kiosk.web.routing import Needs, page
from kiosk.web.whose import Portfolio

PER_PAGE = 12


async def show(request: Request) -> Response:
    return await _page(request)


async def send(request: Request) -> Response:
    """Files, or a piece of writing: the two forms of the page."""
    pupil_id = pages.number(request, "pupil_id")
    if request.headers.get("content-type", "").startswith(pages.FORM_TYPE):
        return await _write(request, pupil_id)
    as_script = receiving.wants_json(request)
    who = request.state.visitor
    try:
        if pupil_id not in {it.id for it in who.children}:
            raise NotFound("")
        still = partial(_need_parent, visitor.token(request), pupil_id)
        leave = f"parent {who.guardian_id}"
        whose = Portfolio(leave=leave, in_line=leave, still=still, pupil_id=pupil_id, sender=who)
        results = await receiving.take(request, whose)
    except (Problem, HTTPException) as problem:
        if as_script:
            return receiving.problem_as_json(problem)
        raise
    if as_script:
        return receiving.as_json(results)
    return await _page(request, results=results, wrong="" if results else receiving.NOTHING_CHOSEN)


async def take_back(request: Request) -> Response:
    state, who = request.app.state, request.state.visitor
    state.pace.need(who.guardian_id, state.clock())
    await state.store.run(portfolio.take_back, who, pages.number(request, "item_id"), state.clock())
    return pages.see_other(request, "portfolio", pupil_id=pages.number(request, "pupil_id"))


def _need_parent(token: str, pupil_id: int, _: datetime) -> None:
    """Raises `NotFound` unless this phone's parent may still see the pupil."""
    who = phones.visitor(token)
    if who is None or who.withdrawn or pupil_id not in {it.id for it in who.children}:
        raise NotFound(pages.NOT_HERE_WORDS)


async def _write(request: Request, pupil_id: int) -> Response:
    state, fields = request.app.state, await pages.form(request)
    state.pace.need(request.state.visitor.guardian_id, state.clock())
    try:
        await state.store.run(
            portfolio.add_words,
            pupil_id,
            fields.get("words", ""),
            state.clock(),
            key=fields.get("key", "")[:64] or secrets.token_hex(8),
            sender=request.state.visitor,
        )
    except Refused as refusal:  # what was written stays in the form
        return await _page(request, wrong=str(refusal), words=fields.get("words", ""))
    return pages.see_other(request, "portfolio", pupil_id=pupil_id)


async def _page(
    request: Request, *, results: list[Result] | None = None, wrong: str = "", words: str = ""
) -> Response:
    state, child = request.app.state, visitor.child(request)
    found = await state.store.run(
        portfolio.of_pupil,
        request.state.visitor,
        child.id,
        before=pages.whole(request.query_params.get("before", "")),
        most=PER_PAGE,
    )
    failed = wrong or (results and not any(it.saved for it in results))
    return await pages.show(
        request,
        "portfolio.html",
        status=422 if failed else 200,
        child=child,
        page=found,
        results=results or [],
        wrong=wrong,
        words=words,
        key=secrets.token_hex(8),
        megabytes=state.settings.uploads.file_bytes >> 20,
    )


ROUTES = [
    page("/child/{pupil_id}/portfolio", show, needs=Needs.CONFIRMED, name="portfolio"),
    page(
        "/child/{pupil_id}/portfolio",
        send,
        needs=Needs.CONFIRMED,
        methods=("POST",),
        name="send to portfolio",
    ),
    page(
        "/child/{pupil_id}/portfolio/{item_id}/take-back",
        take_back,
        needs=Needs.CONFIRMED,
        methods=("POST",),
        name="take back",
    ),
]
