"""What pages are dressed with: the files of static/, and no others."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from db.policy import NotFound
from kiosk.web.pages import STATIC
from kiosk.web.routing import Needs, page

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
FILES = {file.name: file for file in STATIC.iterdir() if file.suffix in TYPES}
FOR_GOOD = "public, max-age=31536000, immutable"  # the address changes with what is in the file


async def static_file(request: Request) -> Response:
    file = FILES.get(request.path_params["name"])
    if file is None:
        raise NotFound("")
    return FileResponse(file, media_type=TYPES[file.suffix], headers={"Cache-Control": FOR_GOOD})


ROUTES = [page("/static/{name}", static_file, needs=Needs.NOBODY, name="static")]
