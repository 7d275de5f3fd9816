"""Serve the phone pages until told to stop: uvicorn with deadlines, TLS and trusted proxies."""

from __future__ import annotations

import asyncio.constants
import contextlib
import ipaddress
import resource
import socket
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, cast

import uvicorn

from db.policy import Refused
from kiosk.settings import Phones, Settings
from kiosk.web import app as web_app
from kiosk.web.deadlines import Deadlined, Door, Patience

TAKEN = (
    "The phone pages cannot use port {}: another program on this device has it. "
    "Please end that one, or choose another port with --phone-port."
)
BAD_TLS = "The certificate and the key for TLS cannot be used: {}."
LARGEST_HEAD = 16 << 10  # bytes of a request before its body
HANDSHAKE_SECONDS = 10.0
OPEN_FILES = 4096
ENDING_SECONDS = 5  # for uploads under way
BEAT_SECONDS = 5


def listen(port: int) -> list[socket.socket]:
    """Sockets on `port` of every address of this device; 0 takes a free one.

    Raises `Refused` where another program has it.
    """
    first = _listen(socket.AF_INET, "0.0.0.0", port)  # noqa: S104 - phones come from the network
    found = [first]
    with contextlib.suppress(OSError, Refused):  # many a school network knows no IPv6
        found.append(_listen(socket.AF_INET6, "::", first.getsockname()[1]))
    return found


def server(
    settings: Settings,
    *,
    patience: Patience | None = None,
    beat: Callable[[], Awaitable[None]] | None = None,
) -> uvicorn.Server:
    """The server, ready to `run(sockets=listen(port))`. The records must be open.

    `beat` is called when it serves, and again every few seconds as long as it does. Raises
    `Refused` for a certificate that does not fit its key.
    """
    phones = settings.phones
    trusted = networks(phones)
    door = Door(patience or Patience(), trusted)
    config = uvicorn.Config(
        cast(Any, web_app.build(settings)),
        http=cast(Any, partial(Deadlined, door=door)),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted),
        forwarded_allow_ips=[str(it) for it in trusted],
        ssl_certfile=phones.tls_cert,
        ssl_keyfile=phones.tls_key,
        timeout_graceful_shutdown=ENDING_SECONDS,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        callback_notify=beat,
        timeout_notify=BEAT_SECONDS,
    )
    try:
        config.load()
    except OSError as error:  # ssl.SSLError is one
        raise Refused(BAD_TLS.format(error)) from error
    # uvicorn hands no such time to asyncio, which would wait for a minute.
    asyncio.constants.SSL_HANDSHAKE_TIMEOUT = HANDSHAKE_SECONDS
    return uvicorn.Server(config)


def networks(phones: Phones) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """The trusted proxies, each as a network (of one, for a single address)."""
    return tuple(ipaddress.ip_network(it, strict=False) for it in phones.trusted_proxies)


def allow_many_files() -> None:
    """As many open files as connections and uploads need, where the system lets us."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _listen(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    # Without its protocol named, asyncio would not set TCP_NODELAY: each answer on a connection
    # that stays open would be forty milliseconds late.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((host, port))
        made.listen(256)
    except OSError as error:
        made.close()
        raise Refused(TAKEN.format(port)) from error
    made.setblocking(False)
    return made
