"""Who sends slowly, or opens connection after connection, keeps nobody else waiting."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import replace

import pytest
from starlette.types import Receive, Scope, Send

from kiosk.settings import Phones
from kiosk.web import serve
from kiosk.web.deadlines import Patience, household
from tests.web.lines import GET, SHORT, Serve, answer, connected


def seconds_until_cut(line: socket.socket, *, drip: bytes = b"", within: float = 8.0) -> float:
    """How long the other side bears it, given a little now and then."""
    begun = time.monotonic()
    line.settimeout(0.1)
    while time.monotonic() - begun < within:
        try:
            if drip:
                line.sendall(drip)
            if line.recv(65536) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - begun


def test_first_lines_that_trickle_are_cut(served: Serve) -> None:
    port = served()
    for start, drip in ((b"GET / HTTP/1.1\r\nX: ", b"a"), (b"", b""), (b"", b"G")):
        with connected(port) as line:
            line.sendall(start)
            assert 0.3 < seconds_until_cut(line, drip=drip) < 2.5


def test_the_second_request_of_a_connection_has_a_deadline_too(served: Serve) -> None:
    with connected(served()) as line:
        line.sendall(GET)
        assert b"Riverside Primary" in answer(line)
        line.sendall(b"GET / HT")
        assert seconds_until_cut(line, drip=b"T") < 2.5


def test_idle_connections_are_closed(served: Serve) -> None:
    with connected(served()) as line:
        line.sendall(GET)
        assert b"Riverside Primary" in answer(line)
        assert seconds_until_cut(line) < 3.5


@pytest.mark.parametrize("drip", [b"", b"a"])
def test_what_is_sent_too_slowly_is_cut(served: Serve, drip: bytes) -> None:
    with connected(served()) as line:
        line.sendall(post(50_000))
        assert 0.3 < seconds_until_cut(line, drip=drip) < 2.5


def test_a_body_has_an_end_however_steadily_it_comes(served: Serve) -> None:
    port = served(replace(SHORT, whole_body_seconds=1.2))
    with connected(port) as line:
        line.sendall(post(50_000_000))
        assert 1 < seconds_until_cut(line, drip=b"a" * 2000) < 4


def test_one_address_sends_only_so_much_at_once(served: Serve) -> None:
    port = served(replace(SHORT, body_seconds=30.0, bodies_of_one_address=2))
    with contextlib.ExitStack() as lines:
        busy = [lines.enter_context(connected(port)) for _ in range(2)]
        for line in busy:
            line.sendall(post(50_000))
        time.sleep(0.3)
        with connected(port) as third:
            third.sendall(post(50_000))
            assert seconds_until_cut(third) < 2
        with connected(port) as reader:
            reader.sendall(GET)
            assert b"Riverside Primary" in answer(reader)
        for line in busy:
            line.sendall(b"a" * 50_000)
            assert b"404 Not Found" in answer(line)


def test_what_is_sent_slowly_but_steadily_arrives(served: Serve) -> None:
    with connected(served()) as line:
        line.sendall(post(40_000))
        for _ in range(20):
            line.sendall(b"a" * 2000)
            time.sleep(0.1)  # 2 s in all: four times the deadline
        assert b"404 Not Found" in answer(line)


def test_answered_early_it_may_send_on_for_a_moment_only(served: Serve) -> None:
    port = served()
    with connected(port) as line:
        line.sendall(
            b"POST /sign-out HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil.example\r\n"
            b"Content-Length: 100000000\r\n\r\n"
        )
        assert b"403 Forbidden" in answer(line)
        assert seconds_until_cut(line, drip=b"a" * 1000) < 3


def test_an_answer_that_is_not_taken_is_not_kept(
    served: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            while (await send_some(send)) and not ended.is_set():
                pass
        finally:
            ended.set()

    async def send_some(send: Send) -> bool:
        begun = time.monotonic()
        await send({"type": "http.response.body", "body": b"a" * 65536, "more_body": True})
        return time.monotonic() - begun < 0.3  # let go at once, not after a pause: it was cut

    monkeypatch.setattr(serve.web_app, "build", lambda settings: endless)
    with connected(served()) as line:
        line.sendall(GET)
        assert ended.wait(5)


def test_200_that_trickle_keep_a_good_request_waiting_for_less_than_two_seconds(
    served: Serve,
) -> None:
    port = served(Patience())
    with contextlib.ExitStack() as lines:
        slow = [lines.enter_context(connected(port)) for _ in range(200)]
        for line in slow:
            with contextlib.suppress(OSError):
                line.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        worst = 0.0
        for _ in range(5):
            for line in slow:
                with contextlib.suppress(OSError):
                    line.sendall(b"a")
            begun = time.monotonic()
            with connected(port) as good:
                good.sendall(GET)
                assert b"Riverside Primary" in answer(good)
            worst = max(worst, time.monotonic() - begun)
        assert worst < 2.0


def test_an_address_that_is_busy_with_as_many_as_it_may_gets_no_more(served: Serve) -> None:
    patient = replace(SHORT, body_seconds=30.0, of_one_address=3)
    port = served(patient)
    with contextlib.ExitStack() as lines:
        busy = [lines.enter_context(connected(port)) for _ in range(3)]
        for line in busy:
            line.sendall(post(50_000))
        time.sleep(0.3)
        with connected(port) as one_more:
            one_more.settimeout(5)
            with contextlib.suppress(ConnectionError):
                one_more.sendall(GET)
                assert one_more.recv(100) == b""
        busy.pop().close()
        time.sleep(0.3)
        with connected(port) as next_one:
            next_one.sendall(GET)
            assert b"Riverside Primary" in answer(next_one)


def test_a_trusted_proxy_brings_as_many_as_it_likes(served: Serve) -> None:
    patient = replace(SHORT, head_seconds=30.0, of_one_address=2)
    port = served(patient, Phones(8080, trusted_proxies=("127.0.0.0/8",)))
    with contextlib.ExitStack() as lines:
        many = [lines.enter_context(connected(port)) for _ in range(10)]
        for line in many:
            line.sendall(GET)
            assert b"Riverside Primary" in answer(line)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 400_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 400_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",  # a phone that tries TLS where there is none
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n",
    ],
    ids=["long header", "long address", "tls", "no host", "two hosts", "two lengths"],
)
def test_what_is_no_request_is_refused(served: Serve, request_bytes: bytes) -> None:
    port = served()
    with connected(port) as line:
        with contextlib.suppress(ConnectionError):
            line.sendall(request_bytes)
        said = answer(line)
        assert said == b"" or said.startswith(b"HTTP/1.1 4")
        assert b"Riverside" not in said
    with connected(port) as good:
        good.sendall(GET)
        assert b"Riverside Primary" in answer(good)


def test_one_household_counts_once() -> None:
    assert household("192.168.1.7") == "192.168.1.7"
    assert household("2001:db8:1:2:3::4") == household("2001:db8:1:2:ffff::9%eth0")
    assert household("2001:db8:1:3::4") != household("2001:db8:1:2::4")


def post(length: int) -> bytes:
    return (
        b"POST /j/guess HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nOrigin: http://127.0.0.1:8080\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: %d\r\n\r\n" % length
    )
