"""Who may keep the phone pages waiting, and for how long: uvicorn's connections with deadlines.

Stock uvicorn lets a phone send one letter of a header every few seconds for as long as it likes.
Here each part of a request has its time, and a phone that opens connection after connection loses
its own oldest idle ones, nobody else's.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds and bytes; see `Deadlined` for what each is about."""

    head_seconds: float = 10.0
    idle_seconds: int = 15
    body_seconds: float = 20.0
    body_bytes: int = 20 << 10  # in each `body_seconds`
    whole_body_seconds: float = 1800.0
    unread_seconds: float = 30.0
    linger_seconds: float = 30.0
    of_one_address: int = 64
    bodies_of_one_address: int = 32  # a class of phones behind one router
    of_everybody: int = 800


class Part(Enum):
    """Where a connection is in its conversation."""

    HEAD = "waits for a request, or for the rest of its first lines"
    BODY = "what is sent is coming in"
    LINGER = "answered before all of it had come"
    ANSWER = "the request is whole and being answered"


@dataclass(slots=True)
class Door:
    """Counts who is connected. `exempt` are the networks of trusted proxies: many phones each."""

    patience: Patience = field(default_factory=Patience)
    exempt: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    inside: dict[str, dict[Deadlined, None]] = field(
        default_factory=lambda: defaultdict(dict)  # in the order they came
    )

    def let_in(self, guest: Deadlined) -> bool:
        """Count `guest`, making room at the cost of an idle connection; False where none is."""
        who = household(guest.client[0] if guest.client else "")
        mine = self.inside[who]
        everybody = sum(len(it) for it in self.inside.values())
        if not self._is_exempt(who) and len(mine) >= self.patience.of_one_address:
            room = self._make_room(mine)
        elif everybody >= self.patience.of_everybody:
            greediest = max(self.inside, key=lambda it: len(self.inside[it]))
            room = self._make_room(self.inside[greediest]) or self._make_room(
                [it for some in self.inside.values() for it in some]
            )
        else:
            room = True
        if room:
            self.inside[who][guest] = None
        return room

    def may_send(self, guest: Deadlined) -> bool:
        """Whether not too many of the same address are sending beside `guest`."""
        who = household(guest.client[0] if guest.client else "")
        others = sum(it.is_sending for it in self.inside[who] if it is not guest)
        return others < self.patience.bodies_of_one_address or self._is_exempt(who)

    def let_out(self, guest: Deadlined) -> None:
        who = household(guest.client[0] if guest.client else "")
        self.inside[who].pop(guest, None)
        if not self.inside[who]:
            del self.inside[who]

    def _make_room(self, among: Iterable[Deadlined]) -> bool:
        idle = next((it for it in among if not it.is_at_work), None)
        if idle is not None:
            idle.cut()
        return idle is not None

    def _is_exempt(self, who: str) -> bool:
        try:
            network = ipaddress.ip_network(who)
        except ValueError:
            return False
        return any(
            network.version == it.version and network.subnet_of(it)  # type: ignore[arg-type]
            for it in self.exempt
        )


class Deadlined(H11Protocol):
    """One connection.

    The first lines of a request come within `head_seconds` of the connection or of their first
    byte; between requests it may be idle for `idle_seconds`. What is sent comes with at least
    `body_bytes` in each `body_seconds`, except while we ourselves do not read, and all of it within
    `whole_body_seconds`; one address sends at most `bodies_of_one_address` at once. An answer is
    taken with a pause of at most `unread_seconds`. One that was answered before all had come may
    send on, unread, for `linger_seconds`, so that a browser gets to see the answer.
    """

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.door = door
        self.patience = door.patience
        self.timeout_keep_alive = door.patience.idle_seconds
        self._received = 0
        self._part: Part | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._body_until = 0.0

    @property
    def is_sending(self) -> bool:
        """Whether what it sends is coming in."""
        return self._part is Part.BODY

    @property
    def is_at_work(self) -> bool:
        """Whether a request has come (its first lines at least) and is not answered yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def cut(self) -> None:
        """End the connection now, without a word."""
        self.door.let_out(self)
        self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.door.let_in(self):
            self._enter(Part.HEAD)
        else:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.door.let_out(self)
        self._stop_clock()
        self._stop_unread()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.timeout_keep_alive_task is not None and self.conn.their_state is h11.IDLE:
            self._stop_clock()  # its idle time is running
            self._part = None
        else:
            self._look()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(self.patience.unread_seconds, self.cut)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_unread()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        # What it has not read yet is not waited for without end.
        self.loop.call_later(self.patience.linger_seconds, self.transport.abort)

    def _look(self) -> None:
        """Start the clock of the part that the connection is in now, if that is another one."""
        if self.transport.is_closing():
            self._stop_clock()
            return
        theirs = self.conn.their_state
        if theirs is h11.IDLE:
            part = Part.HEAD
        elif theirs is h11.SEND_BODY:
            part = Part.BODY if self.is_at_work else Part.LINGER
        else:
            part = Part.ANSWER
        if part is not self._part:
            self._enter(part)

    def _enter(self, part: Part) -> None:
        self._stop_clock()
        self._part = part
        later = self.loop.call_later
        if part is Part.HEAD:
            self._deadline = later(self.patience.head_seconds, self.cut)
        elif part is Part.LINGER:
            self._deadline = later(self.patience.linger_seconds, self.cut)
        elif part is Part.BODY:
            if not self.door.may_send(self):
                self.cut()
                return
            self._body_until = self.loop.time() + self.patience.whole_body_seconds
            self._deadline = later(self.patience.body_seconds, self._weigh, self._received)

    def _weigh(self, before: int) -> None:
        """Enough has come since the last look, or we did not read; otherwise that is that."""
        is_slow = self._received - before < self.patience.body_bytes and not self.flow.read_paused
        if is_slow or self.loop.time() >= self._body_until:
            self.cut()
            return
        self._deadline = self.loop.call_later(
            self.patience.body_seconds, self._weigh, self._received
        )

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _stop_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None


def household(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 line is given."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if ip.version == 6:
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
