"""From a file that came to an item in a portfolio: decoded, kept, named, and only then saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from db import media, portfolio, uploads
from db.family_records import Visitor
from db.policy import NotAllowed, NotFound, Problem, Refused, StorageProblem, TryLater
from db.portfolio_records import Sender
from kiosk.decoding import front
from kiosk.decoding.limits import Decoded, Limits, Undecodable
from kiosk.web import incoming, pages
from kiosk.web.turns import Turns, unless_hung_up

REFUSED_A_FILE = 3  # of a link: so many may be no good for each file that it takes
REFUSED_OF_A_PARENT = 30  # in an hour
CODE_SPENT = (
    "Many of the files sent with this code could not be taken. "
    "Please ask for a new code at the kiosk."
)
PARENT_SPENT = "Many of the files you sent could not be taken. Please try again in an hour."
NOTHING_CHOSEN = "Please choose a photo or another file first."


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose portfolio a file is for, and what gives leave to send it: a sender or a link.

    With `most_files` 0 only a file that is there already is taken for saved. `still` raises a
    `Problem` when the leave has ended since; `ends_at` is when a link will. More than
    `most_refused` files in an hour that could not be taken end the leave too.
    """

    pupil_id: int
    still: Callable[[datetime], object]
    sender: Sender | None = None
    link_id: int | None = None
    most_files: int = 10
    most_refused: int = REFUSED_OF_A_PARENT
    ends_at: datetime | None = None

    @property
    def in_line(self) -> str:
        """Who waits behind whom: a parent, or all links of one pupil."""
        parent = isinstance(self.sender, Visitor)
        return self.leave if parent else f"pupil {self.pupil_id}"

    @property
    def leave(self) -> str:
        if self.link_id is not None:
            return f"link {self.link_id}"
        if isinstance(self.sender, Visitor):
            return f"parent {self.sender.guardian_id}"
        return f"pupil {self.pupil_id}"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: its item's number, or why not. `name` is the phone's own."""

    name: str
    item_id: int | None
    why: str

    @property
    def saved(self) -> bool:
        return self.item_id is not None


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
        return Result(file.name, None, file.wrong)
    out = file.path.with_name(f"{file.path.name}-clean")
    try:
        key = await state.store.run(incoming.hashed, file)
        there = await state.store.run(
            portfolio.already_there,
            whose.pupil_id,
            key=key,
            sender=whose.sender,
            link_id=whose.link_id,
        )
        if there is not None:  # its answer was lost on the way
            return Result(file.name, there, "")
        if not whose.most_files:
            raise Refused(uploads.FULL)
        await state.store.run(
            portfolio.may_add,
            whose.pupil_id,
            caption,
            state.clock(),
            sender=whose.sender,
            link_id=whose.link_id,
        )
        await state.store.run(out.mkdir)
        decoded = await unless_hung_up(request, _decode(request, file, out, whose))
        facts = media.Facts(
            decoded.kind,
            decoded.content_type,
            decoded.width,
            decoded.height,
            decoded.seconds,
            decoded.pages,
        )
        now = state.clock()
        # Others came in the meantime, and not every phone says how much it sends.
        await state.store.run(_need_room, request, whose, decoded)
        kept = await state.store.run(
            media.keep, decoded.clean_path, decoded.poster_path, facts, now, take=True
        )
        item = await state.store.run(
            portfolio.add_media,
            whose.pupil_id,
            kept.sha256,
            caption,
            now,
            key=key,
            sender=whose.sender,
            link_id=whose.link_id,
        )
    except Undecodable as reason:
        # A decoder without room to write says that the file is damaged.
        has_room = await state.store.run(incoming.has_room, file)
        if has_room:
            _turns(request).count_refused(whose.leave, state.clock())
        return Result(file.name, None, str(reason) if has_room else incoming.NO_ROOM)
    except Problem as reason:
        return Result(file.name, None, str(reason))
    return Result(file.name, item.id, "")


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
        raise Refused(PARENT_SPENT if whose.link_id is None else CODE_SPENT)


def _seconds_left(whose: Whose, now: datetime) -> float:
    """How long a body may go on: nothing is kept by a link that is over."""
    return float("inf") if whose.ends_at is None else (whose.ends_at - now).total_seconds()


def _turns(request: Request) -> Turns:
    turns: Turns = request.app.state.turns
    return turns


def _need_room(request: Request, whose: Whose, decoded: Decoded) -> None:
    made = (decoded.clean_path, decoded.poster_path)
    size = sum(it.stat().st_size for it in made if it is not None)
    media.need_room(whose.pupil_id, size, _room(request))


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
