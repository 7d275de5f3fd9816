"""Where phones find the phone pages: the address that codes say, and the names it answers to."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from kiosk.settings import Phones

SOMEWHERE_ELSE = (("10.255.255.255", socket.AF_INET), ("192.168.255.255", socket.AF_INET))
ITSELF = "127.0.0.1"


def own_address() -> str:
    """This device's address on its network as it is now; 127.0.0.1 where there is none.

    It asks the routing table which way out is taken; nothing is sent.
    """
    for somewhere, family in SOMEWHERE_ELSE:
        with socket.socket(family, socket.SOCK_DGRAM) as ask:
            try:
                ask.connect((somewhere, 9))
            except OSError:
                continue
            found: str = ask.getsockname()[0]
            if found != "0.0.0.0":  # noqa: S104 - an answer that means none
                return found
    return ITSELF


def public_url(phones: Phones) -> str:
    """What codes say before the path: as set, else the device's own address, looked up anew."""
    if phones.public_url:
        return phones.public_url
    scheme = "https" if phones.tls else "http"
    usual = 443 if phones.tls else 80
    port = "" if phones.port == usual else f":{phones.port}"
    return f"{scheme}://{own_address()}{port}"


def answers_to(phones: Phones) -> frozenset[str]:
    """Host names (without port, lower case) that the phone pages answer to."""
    named = urlsplit(phones.public_url).hostname if phones.public_url else None
    return frozenset({own_address(), ITSELF, "localhost", *([named] if named else [])})


def is_private(phones: Phones) -> bool:
    """Whether what phones send and get is encrypted on its way."""
    return public_url(phones).startswith("https:")


def is_alone(phones: Phones) -> bool:
    """Whether no other device can reach the address that codes say."""
    return urlsplit(public_url(phones)).hostname in (ITSELF, "localhost")


def at_school_only(phones: Phones) -> bool:
    """Whether the address that codes say means nothing outside the school's own network."""
    name = urlsplit(public_url(phones)).hostname or ITSELF
    try:
        return ipaddress.ip_address(name).is_private
    except ValueError:
        return name == "localhost" or "." not in name or name.endswith(".local")
