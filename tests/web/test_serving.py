"""TLS and the proxy in front, on real sockets."""

from __future__ import annotations

import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from db import invitations
from db.clock import utc_now
from db.policy import Refused
from kiosk.settings import Phones
from kiosk.web import serve
from tests.conftest import Here
from tests.web.lines import GET, SHORT, Serve, answer, connected

NAME = "kiosk.school.example"


def test_over_tls_only_tls_is_answered(served: Serve, tmp_path: Path) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        f"-keyout {key} -out {cert}".split(),
        check=True,
        capture_output=True,
    )
    port = served(phones=Phones(8443, tls_cert=cert, tls_key=key))
    trusting = ssl.create_default_context(cafile=str(cert))
    trusting.check_hostname = False
    with connected(port) as plain, trusting.wrap_socket(plain) as line:
        line.sendall(GET)
        assert b"Riverside Primary" in answer(line)
    with connected(port) as plain:
        plain.sendall(GET)
        assert b"Riverside" not in answer(plain)


@pytest.mark.parametrize(
    ("proxies", "cookie"),
    [(("127.0.0.0/8",), b"__Host-phone="), (("192.0.2.1",), b"phone="), ((), b"phone=")],
    ids=["trusted", "another", "none"],
)
def test_only_a_trusted_proxy_says_that_it_was_tls(
    served: Serve, here: Here, proxies: tuple[str, ...], cookie: bytes
) -> None:
    port = served(SHORT, Phones(8080, f"https://{NAME}", trusted_proxies=proxies))
    made = invitations.invite(here.leader, here.pupil_ids[0], utc_now())
    body = b"name=Sam&relationship=Dad"
    with connected(port) as line:
        line.sendall(
            f"POST /j/{made.code} HTTP/1.1\r\nHost: {NAME}\r\nOrigin: https://{NAME}\r\n"
            "X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        said = answer(line)
    assert said.startswith(b"HTTP/1.1 303")
    assert b"set-cookie: " + cookie in said
    assert (b"Secure" in said) == (cookie != b"phone=")


def test_answers_do_not_wait_for_the_one_before_to_be_acknowledged() -> None:
    sockets = serve.listen(0)
    try:  # asyncio sets TCP_NODELAY only where the protocol is named
        assert {it.proto for it in sockets} == {socket.IPPROTO_TCP}
    finally:
        for it in sockets:
            it.close()


def test_a_port_in_use_is_a_sentence() -> None:
    first = serve.listen(0)
    with pytest.raises(Refused, match="another program on this device has it"):
        serve.listen(first[0].getsockname()[1])
    for made in first:
        made.close()
