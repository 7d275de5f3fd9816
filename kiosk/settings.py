"""What the command line and the environment say: every KIOSK_* setting in one place."""

from __future__ import annotations

import ipaddress
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

IDLE_SECONDS = 180.0
PHONE_PORT = 8080
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Uploads:
    """How much may be sent: bytes for one file, for one pupil, for the whole store, and what
    stays free of the disk; `link_files` is how many files one upload link takes."""

    file_bytes: int = 100 * MEBIBYTE
    link_files: int = 10
    pupil_bytes: int = 1024 * MEBIBYTE
    store_bytes: int = 20480 * MEBIBYTE
    free_bytes: int = 1024 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Phones:
    """How the phone pages are reached. Port 0: there are none on this device.

    `public_url` (scheme, host, port, nothing after) is what codes say; empty, it is this
    device's address on its network. `trusted_proxies` are addresses whose X-Forwarded-*
    headers count. Over TLS both `tls_cert` and `tls_key` are given.
    """

    port: int = 0
    public_url: str = ""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: tuple[str, ...] = ()

    @property
    def tls(self) -> bool:
        return self.tls_cert is not None


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is the folder with everything that must be backed up.

    `idle_seconds` is how long a sign-in lasts without a touch: three minutes at most (R31);
    `KIOSK_IDLE_SECONDS` can only make it shorter.
    """

    data: Path
    demo: bool = False
    idle_seconds: float = IDLE_SECONDS
    phones: Phones = Phones()
    uploads: Uploads = Uploads()

    @property
    def database(self) -> Path:
        return self.data / "kiosk.sqlite3"

    @property
    def log(self) -> Path:
        return self.data / "kiosk.log"

    @property
    def phone_log(self) -> Path:
        return self.data / "phones.log"


def read(
    data: Path | None = None,
    *,
    demo: bool = False,
    phone_port: int | None = None,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings: what the command line says, else the environment, else the defaults.

    Raises `ValueError` with a sentence for a value that makes no sense.
    """
    if data is None:
        named = environ.get("KIOSK_DATA")
        data = Path(named) if named else platformdirs.user_data_path("kiosk", appauthor=False)
    idle_seconds = min(IDLE_SECONDS, _number(environ, "KIOSK_IDLE_SECONDS", IDLE_SECONDS))
    phones = _phones(phone_port, tls_cert, tls_key, environ)
    return Settings(data.expanduser(), demo, max(5.0, idle_seconds), phones, _uploads(environ))


def _phones(
    port: int | None, cert: Path | None, key: Path | None, environ: Mapping[str, str]
) -> Phones:
    if port is None:
        port = _whole(environ, "KIOSK_PHONE_PORT", PHONE_PORT)
    if not 0 <= port <= 65535:
        raise ValueError(f"The phone port must be from 1 to 65535, or 0 for none, not {port}.")
    cert = cert or _path(environ, "KIOSK_TLS_CERT")
    key = key or _path(environ, "KIOSK_TLS_KEY")
    if (cert is None) != (key is None):
        raise ValueError("TLS needs both a certificate and its key (--tls-cert and --tls-key).")
    for file in (cert, key):
        if file is not None and not file.is_file():
            raise ValueError(f"There is no file {file} for TLS.")
    proxies = tuple(environ.get("KIOSK_TRUSTED_PROXY", "").replace(",", " ").split())
    for proxy in proxies:
        try:
            ipaddress.ip_network(proxy, strict=False)
        except ValueError:
            raise ValueError(
                f"KIOSK_TRUSTED_PROXY must be addresses such as 127.0.0.1, not {proxy!r}."
            ) from None
    return Phones(port, _public_url(environ), cert, key, proxies)


def _public_url(environ: Mapping[str, str]) -> str:
    words = environ.get("KIOSK_PUBLIC_URL", "").strip().rstrip("/")
    if not words:
        return ""
    try:
        parts = urlsplit(words)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good, parts = False, urlsplit("")
    if not good or parts.path or parts.query or parts.fragment or parts.username or "@" in words:
        raise ValueError(
            f"KIOSK_PUBLIC_URL must be like https://kiosk.myschool.org.uk, not {words!r}."
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _uploads(environ: Mapping[str, str]) -> Uploads:
    usual = Uploads()
    return Uploads(
        _mebibytes(environ, "KIOSK_FILE_MB", usual.file_bytes),
        max(1, _whole(environ, "KIOSK_LINK_FILES", usual.link_files)),
        _mebibytes(environ, "KIOSK_PUPIL_MB", usual.pupil_bytes),
        _mebibytes(environ, "KIOSK_STORE_MB", usual.store_bytes),
        _mebibytes(environ, "KIOSK_FREE_MB", usual.free_bytes),
    )


def _mebibytes(environ: Mapping[str, str], name: str, usual: int) -> int:
    return max(0, _whole(environ, name, usual // MEBIBYTE) * MEBIBYTE)


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]) if environ.get(name) else None


def _whole(environ: Mapping[str, str], name: str, usual: int) -> int:
    number = _number(environ, name, usual)
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a number, not {environ[name]!r}.")
    return int(number)


def _number(environ: Mapping[str, str], name: str, usual: float) -> float:
    words = environ.get(name, str(usual))
    try:
        return float(words)
    except ValueError:
        raise ValueError(f"{name} must be a number, not {words!r}.") from None
