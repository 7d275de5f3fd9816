"""Photos and files of posts, for those who read them and while they may be shown (R7)."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from db import media, story_reading
from db.policy import NotFound
from db.portfolio import POSTER_TYPE
from kiosk.web import pages
from kiosk.web.media_files import serve
from kiosk.web.routing import Needs, page


async def file(request: Request) -> Response:
    return await _file(request, is_small=False)


async def small(request: Request) -> Response:
    """The poster of a file: a thumbnail, a first page, a frame."""
    return await _file(request, is_small=True)


async def _file(request: Request, *, is_small: bool) -> Response:
    guardian_id, file_id = request.state.visitor.guardian_id, pages.number(request, "file_id")
    path, content_type = await request.app.state.store.run(_found, guardian_id, file_id, is_small)
    return await serve(request, path, content_type, name=f"school-{file_id}")


def _found(guardian_id: int, file_id: int, is_small: bool) -> tuple[Path, str]:
    it = story_reading.file(guardian_id, file_id)
    if not is_small:
        return media.path(it.sha256), it.content_type
    if not it.poster_sha256:
        raise NotFound("")
    return media.path(it.poster_sha256), POSTER_TYPE


ROUTES = [
    page("/post-file/{file_id}", file, needs=Needs.CONFIRMED, name="post file"),
    page("/post-file/{file_id}/small", small, needs=Needs.CONFIRMED, name="small post file"),
]
