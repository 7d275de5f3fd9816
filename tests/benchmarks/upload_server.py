"""What phones send to while it is measured: `python -m … HOW PORT FOLDER`, until it is killed.

HOW is `ours`, `niced` (ours as the kiosk runs it), `copied` (ours, but what is sent is kept as
it came: no decoder) or `bare` (one route of Starlette that streams to a file, with the same
fsync).
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from kiosk import cli
from kiosk.decoding import front
from kiosk.decoding.limits import Decoded, Limits
from kiosk.serving import NICE


async def copied(path: Path, out_folder: Path, _limits: Limits) -> Decoded:
    clean = out_folder / "clean.jpg"
    os.link(path, clean)
    return Decoded("photo", "image/jpeg", clean, None, 100, 100)


def bare(port: int, folder: Path) -> None:
    names = count()

    async def take(request: Request) -> PlainTextResponse:
        with (folder / f"bare-{next(names)}").open("wb") as out:
            async for piece in request.stream():
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        return PlainTextResponse("saved")

    app = Starlette(routes=[Route("/u/{code}", take, methods=["POST"])])
    uvicorn.run(app, host="127.0.0.1", port=port, http="h11", log_level="error")


def main() -> None:
    how, port, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    if how == "bare":
        bare(port, folder)
        return
    if how == "niced":
        os.nice(NICE)
    if how == "copied":
        front.decode = copied
    sys.argv = ["kiosk", "serve", "--data", str(folder), "--phone-port", str(port)]
    cli.main()


if __name__ == "__main__":
    main()
