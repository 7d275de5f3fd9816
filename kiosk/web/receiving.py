"""From a file that came to one that is named in the records: decoded, kept, and only then saved."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from db import media
from db.policy import NotAllowed, NotFound, Problem, Refused, StorageProblem, TryLater
from db.uploads import FULL
from kiosk.decoding import front
from kiosk.decoding.limits import Decoded, Limits, Undecodable
from kiosk.web import incoming, pages
from kiosk.web.turns import Turns, unless_hung_up
from kiosk.web.whose import Whose

NOTHING_CHOSEN = "Please choose a photo or another file first."


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: saved, or why not. `name` is the phone's own."""

    name: str
    saved: bool
    why: str = ""


async def take(request: Request, whose: Whose) -> list[Result]:
    """Take in what the form of this request brings: one result a file, in its order.

    What is told as saved is on the disk and in the records. The page's own script sends one file
    at a time, and is answered as soon as that one cannot be taken. Raises what
    `incoming.receive` does, `Refused` where there is no room for more or too much was no good,
    and `ClientDisconnect` when the phone hangs up while its file is opened.
    """
    state = request.app.state
    allowed = state.settings.uploads
    _need_patience(request, whose)
    is_one = wants_json(request)
    most_files = 1 if is_one else whose.most_files
    coming = min(incoming.length(request), allowed.file_bytes * most_files)
    await state.store.run(media.need_room, whose.pupil_id, coming, _room(request))
    folder = await state.store.run(incoming.new_folder, state.settings.data)
    try:
        sent = await incoming.receive(
            request,
            state.store,
            Path(folder.name),
            file_bytes=allowed.file_bytes,
            most_files=most_files,
            free_bytes=allowed.free_bytes,
            seconds=_seconds_left(whose, state.clock()),
            hasty=is_one,
        )
        caption = sent.fields.get("caption", "")
        return [await _keep(request, it, whose, caption) for it in sent.files]
    finally:
        await state.store.run(folder.cleanup)


async def _keep(request: Request, file: incoming.Incoming, whose: Whose, caption: str) -> Result:
    state = request.app.state
    if file.wrong:
        if file.wrong != incoming.TOO_MUCH:
            _turns(request).count_refused(whose.leave, state.clock())
        return Result(file.name, False, file.wrong)
    out = file.path.with_name(f"{file.path.name}-clean")
    try:
        key, is_there = await state.store.run(_ready, file, whose, caption, out, state.clock())
        if is_there:  # its answer was lost on the way
            return Result(file.name, True)
        decoded = await unless_hung_up(request, _decode(request, file, out, whose))
        await state.store.run(_store, decoded, whose, caption, key, _room(request), state.clock())
    except Undecodable as reason:
        # A decoder without room to write says that the file is damaged.
        has_room = await state.store.run(incoming.has_room, file)
        if has_room:
            _turns(request).count_refused(whose.leave, state.clock())
        return Result(file.name, False, str(reason) if has_room else incoming.NO_ROOM)
    except Problem as reason:
        return Result(file.name, False, str(reason))
    return Result(file.name, True)


def _ready(
    file: incoming.Incoming, whose: Whose, caption: str, out: Path, now: datetime
) -> tuple[str, bool]:
    """The key of a file, and whether it is there already; where not, it may be opened.

    In one go, as what follows is: each way to a thread and back costs as much as a query.
    """
    key = incoming.hashed(file)
    if whose.already_there(key) is not None:
        return key, True
    if not whose.most_files:
        raise Refused(FULL)
    whose.may_add(caption, now)
    out.mkdir()
    return key, False


def _store(
    decoded: Decoded, whose: Whose, caption: str, key: str, room: media.Room, now: datetime
) -> None:
    """Put what was decoded into the store, and name it in the records."""
    made = (decoded.clean_path, decoded.poster_path)
    size = sum(it.stat().st_size for it in made if it is not None)
    # Others came in the meantime, and not every phone says how much it sends.
    media.need_room(whose.pupil_id, size, room)
    facts = media.Facts(
        decoded.kind,
        decoded.content_type,
        decoded.width,
        decoded.height,
        decoded.seconds,
        decoded.pages,
    )
    kept = media.keep(decoded.clean_path, decoded.poster_path, facts, now, take=True)
    whose.add(kept.sha256, caption, key, now)


async def _decode(request: Request, file: incoming.Incoming, out: Path, whose: Whose) -> Decoded:
    state = request.app.state
    async with _turns(request).turn(whose.in_line):
        _need_patience(request, whose)
        await state.store.run(whose.still, state.clock())  # it may have waited for a while
        try:
            return await front.decode(
                file.path, out, Limits(file_bytes=state.settings.uploads.file_bytes)
            )
        except asyncio.CancelledError:  # who hangs up has had a decoder too
            _turns(request).count_refused(whose.leave, state.clock())
            raise


def _need_patience(request: Request, whose: Whose) -> None:
    if _turns(request).refused_lately(whose.leave, request.app.state.clock()) >= whose.most_refused:
        raise Refused(whose.spent)


def _seconds_left(whose: Whose, now: datetime) -> float:
    """How long a body may go on: nothing is kept by a link that is over."""
    return float("inf") if whose.ends_at is None else (whose.ends_at - now).total_seconds()


def _turns(request: Request) -> Turns:
    turns: Turns = request.app.state.turns
    return turns


def _room(request: Request) -> media.Room:
    allowed = request.app.state.settings.uploads
    return media.Room(allowed.store_bytes, allowed.pupil_bytes, allowed.free_bytes)


def wants_json(request: Request) -> bool:
    """Whether the page's own script asks, which shows the answer itself."""
    return request.headers.get("accept", "").startswith("application/json")


def as_json(results: list[Result]) -> Response:
    """The answer for the script: each file, saved or why not."""
    files = [{"name": it.name, "saved": it.saved, "why": it.why} for it in results]
    good = any(it.saved for it in results)
    why = "" if files else NOTHING_CHOSEN
    return JSONResponse({"files": files, "why": why}, 200 if good else 422)


def problem_as_json(problem: Problem | HTTPException) -> Response:
    if isinstance(problem, HTTPException):
        return JSONResponse({"files": [], "why": problem.detail}, problem.status_code)
    if isinstance(problem, NotFound | NotAllowed):
        return JSONResponse({"files": [], "why": pages.NOT_HERE_WORDS}, 404)
    later = isinstance(problem, StorageProblem | TryLater)
    return JSONResponse({"files": [], "why": str(problem)}, 503 if later else 422)
