"""What a phone sends, byte by byte, for tests that count, time or cut it off."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

BOUNDARY = "----kiosk-phone-7d9a"
PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """`seconds` is from the first byte sent to the last byte of the answer; status 0: none."""

    status: int
    body: bytes
    seconds: float


def form(fields: dict[str, str], file: bytes, name: str = "photo.jpg") -> bytes:
    """A multipart body with one file, as a page's form sends it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return "".join([*parts, head]).encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()


def request(port: int, path: str, body: bytes, *, cookie: str = "", accept: str = "*/*") -> bytes:
    """A whole POST request from a page of this address."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {len(body)}",
        f"Accept: {accept}",
        "Connection: close",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def send(port: int, asked: bytes, *, wait: float = 120.0, source: str = "") -> Answer:
    """Send a request, from the address `source` of this machine, and read the answer."""
    begun = time.perf_counter()
    said = b""
    try:
        async with asyncio.timeout(wait):
            local = (source, 0) if source else None
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=local)
            try:
                for start in range(0, len(asked), PIECE):
                    writer.write(asked[start : start + PIECE])
                    await writer.drain()
                said = await reader.read()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        pass
    seconds = time.perf_counter() - begun
    head, _, body = said.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1]) if head.startswith(b"HTTP/") else 0
    return Answer(status, body, seconds)


def photo(file: Path, number: int, side: int, *, quality: int = 95) -> Path:
    """A photo as noisy as one taken at dusk; another one for each `number`."""
    image = Image.effect_noise((side, side * 3 // 4), 90).convert("RGB")
    draw = ImageDraw.Draw(image)
    for bit in range(16):
        draw.rectangle(
            (bit * 20, 0, bit * 20 + 19, 19), fill="white" if number >> bit & 1 else "red"
        )
    image.save(file, "JPEG", quality=quality)
    return file


async def _all_at_once(port: int, asked: list[bytes]) -> tuple[float, list[Answer]]:
    begun = time.perf_counter()
    answers = await asyncio.gather(*(send(port, it) for it in asked))
    return time.perf_counter() - begun, list(answers)


def main() -> None:
    """Phones in a process of their own: `PORT`, and on standard input pairs of path and file."""
    port, orders = int(sys.argv[1]), json.load(sys.stdin)
    as_script = "application/json"  # as the page sends them, one file at a time
    asked = [
        request(port, path, form({}, Path(file).read_bytes()), accept=as_script)
        for path, file in orders
    ]
    took, answers = asyncio.run(_all_at_once(port, asked))
    said = {"seconds": took, "statuses": [it.status for it in answers]}
    sys.stdout.write(json.dumps(said | {"each": [it.seconds for it in answers]}))


if __name__ == "__main__":
    main()
