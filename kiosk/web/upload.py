"""The page of an upload link: whoever has the code sends files into one portfolio (R16)."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from db import uploads
from db.policy import Problem, Refused
from kiosk.web import pages, receiving
from kiosk.web.receiving import Result, Whose
from kiosk.web.routing import Needs, page


async def link(request: Request) -> Response:
    return await _page(request, [])


async def send(request: Request) -> Response:
    state = request.app.state
    as_script = receiving.wants_json(request)
    try:
        code = request.path_params["code"]
        found = await state.store.run(uploads.look, code, state.clock())
        if not found.left and not as_script:  # which may ask about its last file once more
            raise Refused(uploads.FULL)
        whose = Whose(
            found.pupil_id,
            partial(_need_open, code),
            link_id=found.link_id,
            most_files=found.left,
            most_refused=receiving.REFUSED_A_FILE * found.most_files,
            ends_at=found.expires_at,
        )
        results = await receiving.take(request, whose)
    except (Problem, HTTPException) as problem:
        if as_script:
            return receiving.problem_as_json(problem)
        raise
    return receiving.as_json(results) if as_script else await _page(request, results, sent=True)


def _need_open(code: str, now: datetime) -> None:
    if not uploads.look(code, now).left:
        raise Refused(uploads.FULL)


async def _page(request: Request, results: list[Result], *, sent: bool = False) -> Response:
    state = request.app.state
    found = await state.store.run(uploads.look, request.path_params["code"], state.clock())
    wrong = receiving.NOTHING_CHOSEN if sent and not results else ""
    return await pages.show(
        request,
        "upload.html",
        status=200 if not sent or any(it.saved for it in results) else 422,
        link=found,
        results=results,
        wrong=wrong,
        megabytes=state.settings.uploads.file_bytes >> 20,
    )


ROUTES = [
    page("/u/{code}", link, needs=Needs.LINK, name="upload link"),
    page("/u/{code}", send, needs=Needs.LINK, methods=("POST",), name="send by link"),
]
