"""What holds for every page: which names it answers to, where forms may come from, what a
browser may do with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.web import pages

SAFE_METHODS = ("GET", "HEAD")
LONGEST_PATH = 300
OTHER_NAME = (
    "This is another address",
    "The school’s pages are not under this name. Please scan the code from school again, "
    "or open the address in your letter.",
    421,
)
OTHER_PAGE = (
    "Nothing was done",
    "This form came from another page. Please open the school’s page again and try once more.",
    403,
)
HOSTS_FOR = 5.0  # seconds: a device gets another address when it joins another network
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers then send forms with the Origin "null", which nobody can check.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


class KnownHosts:
    """The host names that are answered, looked up anew every few seconds."""

    def __init__(
        self, names: Callable[[], frozenset[str]], seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._names = names
        self._seconds = seconds
        self._known: frozenset[str] = frozenset()
        self._until = float("-inf")

    def __contains__(self, host: str) -> bool:
        if self._seconds() >= self._until:
            self._known, self._until = self._names(), self._seconds() + HOSTS_FOR
        return host in self._known


class Guard:
    """Refuses what comes under a foreign name or from a foreign page, before anything is read,
    and sends the headers of `HEADERS` with every answer that has none of that name.

    `own_origin` is what forms say they come from where a proxy in front has another address.
    """

    def __init__(self, app: ASGIApp, hosts: KnownHosts, own_origin: str = "") -> None:
        self.app = app
        self.hosts = hosts
        self.own_origin = own_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = await self._refusal(Request(scope))
        await (answer or self.app)(scope, receive, with_headers)

    async def _refusal(self, request: Request) -> Response | None:
        host = _host_name(request.headers)
        if host is None or host not in self.hosts:
            return await pages.says(request, *OTHER_NAME, to_strangers=True)
        if not _is_plain(request.scope):
            return await pages.not_here(request)
        if request.method not in SAFE_METHODS and not self._is_own(request):
            return await pages.says(request, *OTHER_PAGE)
        return None

    def _is_own(self, request: Request) -> bool:
        said = request.headers.getlist("origin")
        here = f"{request.scope['scheme']}://{request.headers['host']}".lower()
        return len(said) == 1 and said[0] in {here, self.own_origin or here}


def _is_plain(scope: Scope) -> bool:
    """Whether the path is short and made of letters: no control byte, no way up, no backslash."""
    path = scope["path"]
    return (
        len(path) <= LONGEST_PATH
        and path.isprintable()
        and "\\" not in path
        and ".." not in path.split("/")
    )


def _host_name(headers: Headers) -> str | None:
    """The name in the one Host header, in small letters; None where it is missing or makes no
    sense."""
    said = headers.getlist("host")
    if len(said) != 1 or not said[0] or set(said[0]) & set("/@\\?# "):
        return None
    try:
        parts = urlsplit(f"//{said[0]}")
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return None
    return parts.hostname
