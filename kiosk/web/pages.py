"""How a page is made: a template filled in, a sentence that explains itself, a form read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from db import school
from db.clock import DEFAULT_TIME_ZONE, school_day
from db.policy import NotAllowed, NotFound, Problem, Refused, StorageProblem, TryLater
from db.records import School
from db.small_markdown import beginning, blocks
from db.story_records import Post
from kiosk.post_words import due_words, happens_words, when_words

HERE = Path(__file__).parent
STATIC = HERE / "static"
MOST_FORM_BYTES = 64 << 10
MOST_FIELDS = 40
FORM_TYPE = "application/x-www-form-urlencoded"
NOT_HERE = "This page is not here"
NOT_HERE_WORDS = (
    "The address may be wrong or too old, or it is for somebody else. "
    "If you followed a code from school, please ask the school for a new one."
)
WENT_WRONG = "Something went wrong"
WENT_WRONG_WORDS = "Nothing was lost. Please try again in a moment."


@lru_cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static_address
    made.filters["day"] = _day
    made.filters["clock"] = _clock
    made.filters["when"] = _when
    made.filters["due"] = _due
    made.filters["happens"] = _happens
    made.filters["blocks"] = blocks
    made.filters["beginning"] = beginning
    return made


@lru_cache
def static_address(name: str) -> str:
    """The address of a file in static/, with what it holds in it: it may be kept for good."""
    return f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


async def show(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """The page `template` with the school's name, its office's number, whose phone it is, and
    when this is."""
    state = request.app.state
    here: School | None = request.state.school or await state.store.run(school.current)
    told = {"school": here, "visitor": request.state.visitor, "now": state.clock()}
    return _page(template, status, **told, **context)


async def sentence(
    request: Request, title: str, words: str, *, status: int = 200, way_on: str = "/"
) -> Response:
    """A page that says one thing, with a way on."""
    return await show(
        request, "sentence.html", status=status, title=title, words=words, way_on=way_on
    )


def see_other(
    request: Request, name: str, *, query: str = "", part: str = "", **params: Any
) -> Response:
    """Go on to the page `name`: what follows a form, so that a reload sends nothing twice.

    `part` is the id of the place on it where the eye was.
    """
    place = str(request.app.url_path_for(name, **params))
    place += f"?{query}" if query else ""
    return RedirectResponse(f"{place}#{part}" if part else place, status_code=303)


async def of_problem(request: Request, problem: Problem) -> Response:
    """The page for what the records refused.

    Not allowed and not found are one page, to the byte: it tells nothing of what there is.
    """
    if isinstance(problem, NotFound | NotAllowed):
        return await not_here(request)
    if isinstance(problem, Refused):
        return await says(request, "That did not work", str(problem), 422)
    if isinstance(problem, TryLater):
        return await says(request, "Please wait a moment", str(problem), 429)
    status = 503 if isinstance(problem, StorageProblem) else 500
    return await says(request, WENT_WRONG, str(problem), status)


async def not_here(request: Request) -> Response:
    return await says(request, NOT_HERE, NOT_HERE_WORDS, 404)


async def went_wrong(request: Request) -> Response:
    """What nobody expected: the log has it, the phone a sentence."""
    return await says(request, WENT_WRONG, WENT_WRONG_WORDS, 500)


async def of_http_exception(request: Request, error: Exception) -> Response:
    """Starlette's own refusals (no such route, wrong method) as pages."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in (404, 405):
        return await not_here(request)
    words = error.detail if isinstance(error, HTTPException) else WENT_WRONG_WORDS
    return await says(request, WENT_WRONG, words, status)


async def says(
    request: Request, title: str, words: str, status: int, *, to_strangers: bool = False
) -> Response:
    """A page of one sentence that is the same for everybody, whoever's phone it is.

    `to_strangers`: not even the school's name is told.
    """
    here: School | None = None
    if not to_strangers:
        with suppress(Problem):  # the records may be what is wrong
            here = await request.app.state.store.run(school.current)
    return _page(
        "sentence.html", status, school=here, visitor=None, title=title, words=words, way_on="/"
    )


def number(request: Request, name: str) -> int:
    """The part `name` of the address, which stands for a row. Raises `NotFound` for anything that
    is no plain number."""
    found = whole(request.path_params[name])
    if found is None:
        raise NotFound("")
    return found


def whole(words: str) -> int | None:
    """The number that these words are, None where they are no plain one."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 12 else None


def number_in(fields: Mapping[str, str], name: str) -> int | None:
    """The number in a field of a form; None where the form has no such field. Raises `NotFound`
    for anything that is no plain number."""
    if name not in fields:
        return None
    found = whole(fields[name])
    if found is None:
        raise NotFound("")
    return found


async def form(request: Request) -> dict[str, str]:
    """The fields of a small form, the first of each name.

    Raises `HTTPException` for another type of body (415), a longer one (413) and one that is no
    form (400). Files come by another way.
    """
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said != FORM_TYPE:
        raise HTTPException(415, "This page takes a form.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_FORM_BYTES:
            raise HTTPException(413, "This is too long. Please send less.")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400, "This could not be read. Please try again.") from None
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return fields


def _page(template: str, status: int, **context: Any) -> Response:
    return HTMLResponse(_templates().get_template(template).render(**context), status)


def _day(moment: Any, here: School | None) -> str:
    day = school_day(moment, _zone(here))
    return f"{day.day} {day:%B %Y}"


def _clock(moment: Any, here: School | None) -> str:
    return f"{moment.astimezone(ZoneInfo(_zone(here))):%H:%M}"


def _when(moment: datetime, now: datetime, here: School | None) -> str:
    return when_words(moment, now, _zone(here))


def _due(day: date, now: datetime, here: School | None) -> str:
    return due_words(day, school_day(now, _zone(here)))


def _happens(it: Post, now: datetime, here: School | None) -> str:
    """When what a reminder is about takes place; empty without a day."""
    today = school_day(now, _zone(here))
    return happens_words(it.happens_on, it.happens_at, today) if it.happens_on else ""


def _zone(here: School | None) -> str:
    return here.time_zone if here else DEFAULT_TIME_ZONE
