"""Photos, films, sounds and papers, for those who may see them (R16), and harmless to open."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from db import portfolio
from db.policy import NotFound
from kiosk.web import kept
from kiosk.web.routing import Needs, page

# Chromium dresses the page that it makes round a bare picture or film in a style of its own.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


async def file(request: Request) -> Response:
    return await _file(request, request.path_params["sha256"])


async def small(request: Request) -> Response:
    """The poster of a file: a thumbnail, a first page, a frame."""
    state, name = request.app.state, request.path_params["sha256"]
    _, _, about = await state.store.run(portfolio.file_for, request.state.visitor, name)
    if not about.poster_sha256:
        raise NotFound("")
    return await _file(request, about.poster_sha256)


async def _file(request: Request, sha256: str) -> Response:
    path, content_type, about = await request.app.state.store.run(
        portfolio.file_for, request.state.visitor, sha256
    )
    return await serve(request, path, content_type, name=f"portfolio-{about.sha256[:8]}")


async def serve(request: Request, path: Path, content_type: str, *, name: str) -> Response:
    """A file of the store, for a phone that may see it: whole, in parts, or not again.

    `name` is what a phone calls it that keeps it. Papers are downloaded: what shows them inside
    of a browser would run outside of `POLICY`.
    """
    headers = {"Content-Security-Policy": POLICY, **kept.headers(path.name)}
    if known := kept.not_again(request, headers):
        return known
    try:
        found = await request.app.state.store.run(path.stat)
    except OSError as error:  # `kiosk check` tells the school
        raise NotFound("") from error
    is_paper = content_type == "application/pdf"
    return FileResponse(
        path,
        media_type=content_type,
        filename=f"{name}.{_suffix(content_type)}",
        content_disposition_type="attachment" if is_paper else "inline",
        headers=headers,
        stat_result=found,
    )


def _suffix(content_type: str) -> str:
    form = content_type.rpartition("/")[2]
    return {"jpeg": "jpg", "mpeg": "mp3"}.get(form, form)


ROUTES = [
    page("/media/{sha256}", file, needs=Needs.CONFIRMED, name="file"),
    page("/media/{sha256}/small", small, needs=Needs.CONFIRMED, name="small picture"),
]
