"""What a phone may keep by itself, and asks about each time: leave may have been taken away."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response


def headers(name: str) -> dict[str, str]:
    """For an answer whose content has this name: other content has another."""
    return {"Cache-Control": "private, no-cache", "ETag": f'"{name}"'}


def not_again(request: Request, sent: dict[str, str]) -> Response | None:
    """The answer to a phone that has kept what these headers name; None for one that has not."""
    if sent["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=sent)
    return None
