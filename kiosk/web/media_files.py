"""Photos, films, sounds and papers, for those who may see them (R16), and harmless to open."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from db import portfolio
from db.policy import NotFound
from kiosk.web.routing import Needs, page

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
    state = request.app.state
    path, content_type, about = await state.store.run(
        portfolio.file_for, request.state.visitor, sha256
    )
    is_paper = content_type == "application/pdf"
    return FileResponse(
        path,
        media_type=content_type,
        filename=f"portfolio-{about.sha256[:8]}.{_suffix(content_type)}",
        content_disposition_type="attachment" if is_paper else "inline",
        headers={"Content-Security-Policy": POLICY},
    )


def _suffix(content_type: str) -> str:
    return {"jpeg": "jpg", "mpeg": "mp3", "mp4": "mp4"}.get(
        content_type.rpartition("/")[2], content_type.rpartition("/")[2]
    )


ROUTES = [
    page("/media/{sha256}", file, needs=Needs.CONFIRMED, name="file"),
    page("/media/{sha256}/small", small, needs=Needs.CONFIRMED, name="small picture"),
]
