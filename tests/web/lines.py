"""The real server, and plain sockets to it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import uvicorn

from kiosk.settings import Phones, Settings
from kiosk.web import serve
from kiosk.web.deadlines import Patience
from tests.conftest import Here

SHORT = Patience(
    head_seconds=0.5,
    idle_seconds=1,
    body_seconds=0.5,
    body_bytes=4096,
    unread_seconds=0.5,
    linger_seconds=0.5,
    of_one_address=20,
    of_everybody=40,
)
GET = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
Serve = Callable[..., int]


def connected(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=10)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def answer(line: socket.socket) -> bytes:
    """Everything until the other side is silent for a moment or ends."""
    said = b""
    line.settimeout(1.0)
    with contextlib.suppress(OSError):
        while more := line.recv(65536):
            said += more
            if b"</html>" in said:
                break
    return said


def serving(here: Here) -> Iterator[Serve]:
    """Starts the real server on a free port, as often as asked; gives the port."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(patience: Patience = SHORT, phones: Phones | None = None) -> int:
        settings = Settings(here.data, phones=phones or Phones(8080))
        sockets = serve.listen(0)
        port: int = sockets[0].getsockname()[1]
        server = serve.server(settings, patience=patience)
        thread = threading.Thread(target=server.run, kwargs={"sockets": sockets})
        thread.start()
        running.append((server, thread))
        until = time.monotonic() + 10
        while not server.started:
            assert time.monotonic() < until
            time.sleep(0.01)
        return port

    yield start
    for server, thread in running:
        server.should_exit = True
        server.force_exit = True
        thread.join(10)
