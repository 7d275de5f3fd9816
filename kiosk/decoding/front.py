"""Start a worker for one file, wait for it as long as it may take, and never longer."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from kiosk.decoding.kinds import format_of
from kiosk.decoding.limits import Decoded, Limits, Undecodable

TOO_LARGE = "This file is too large. Please send at most {} MB."
TOO_SLOW = "This file takes too long to open. Please send a smaller or simpler one."
CRASHED = "This file could not be opened. Please send it in another form."
POSTER = "poster.jpg"
MADE = ("clean.*", POSTER)
LONGEST_ANSWER = 64 << 10
SUFFIXES = {  # all that decoders make
    ("photo", "image/jpeg"): ".jpg",
    ("photo", "image/png"): ".png",
    ("pdf", "application/pdf"): ".pdf",
    ("video", "video/mp4"): ".mp4",
    ("video", "video/webm"): ".webm",
    ("video", "video/3gpp"): ".3gp",
    ("audio", "audio/mpeg"): ".mp3",
    ("audio", "audio/mp4"): ".m4a",
    ("audio", "audio/wav"): ".wav",
    ("audio", "audio/ogg"): ".ogg",
    ("audio", "audio/3gpp"): ".3gp",
}

log = logging.getLogger("kiosk.decoding")


async def decode(path: Path, out_folder: Path, limits: Limits) -> Decoded:
    """Make a clean copy of the file `path` and a picture of it in `out_folder`, a folder that
    is there and for this file alone.

    Raises `Undecodable` with a sentence for a person when the file is refused, or when its
    worker crashed or took too long; then nothing is left in `out_folder`. Cancelling kills the
    worker.
    """
    try:
        limits = limits.of(_look(path, limits))
        return _read(await _work(path, out_folder, limits), out_folder)
    except BaseException:
        _clear(out_folder)
        raise


def _look(path: Path, limits: Limits) -> str:
    """What is refused at the first bytes needs no process. Gives the kind otherwise."""
    if path.stat().st_size > limits.file_bytes:
        raise Undecodable(TOO_LARGE.format(limits.file_bytes >> 20))
    return format_of(path).value[0]


def _clear(out_folder: Path) -> None:
    for pattern in MADE:
        for left_over in out_folder.glob(pattern):
            left_over.unlink(missing_ok=True)


async def _work(path: Path, out_folder: Path, limits: Limits) -> bytes:
    order = _order(path, out_folder, limits)
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "LANG") if name in os.environ}
    starting = asyncio.create_task(
        asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", "kiosk.decoding.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=out_folder,
            env=kept | {"OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
            start_new_session=True,
        )
    )
    try:
        async with asyncio.timeout(limits.wall_seconds):
            worker = await asyncio.shield(starting)  # cancelled here, it would run on unknown
            answer, _ = await worker.communicate(order)
    except TimeoutError:
        raise Undecodable(TOO_SLOW) from None
    finally:
        await asyncio.shield(_end(await starting))
    if worker.returncode != 0:
        log.warning("the decoder ended with %s", worker.returncode)
        raise Undecodable(TOO_SLOW if worker.returncode in (-24, -9) else CRASHED)
    return answer[:LONGEST_ANSWER]


async def _end(worker: asyncio.subprocess.Process) -> None:
    """End it and what it has started, also when it has ended itself."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(worker.pid, signal.SIGKILL)
    if worker.returncode is None:
        await worker.wait()


def _order(path: Path, out_folder: Path, limits: Limits) -> bytes:
    order = {
        "path": str(path.absolute()),
        "out_folder": str(out_folder.absolute()),
        "limits": asdict(limits),
    }
    return json.dumps(order).encode() + b"\n"


def _read(answer: bytes, out_folder: Path) -> Decoded:
    """A worker that a file has taken over may say anything: only names and types we know count."""
    try:
        said = json.loads(answer)
        if "undecodable" in said:
            if said.get("why"):
                log.info("undecodable: %s", str(said["why"])[:200])
            raise Undecodable(str(said["undecodable"])[:300])
        facts = said["decoded"]
        poster = facts["poster_path"]
        kind, content_type = str(facts["kind"]), str(facts["content_type"])
        clean = _ours(facts["clean_path"], out_folder)
        picture = _ours(poster, out_folder) if poster else None
        if clean.suffix != SUFFIXES[kind, content_type]:
            raise ValueError(content_type)
        if picture is not None and picture.name != POSTER:
            raise ValueError(picture.name)
        return Decoded(
            kind=kind,
            content_type=content_type,
            clean_path=clean,
            poster_path=picture,
            width=int(facts["width"]),
            height=int(facts["height"]),
            seconds=float(facts["seconds"]),
            pages=int(facts["pages"]),
        )
    except (ValueError, KeyError, TypeError):
        raise Undecodable(CRASHED) from None


def _ours(said: str, out_folder: Path) -> Path:
    file = out_folder / Path(said).name
    if not file.is_file() or file.is_symlink():
        raise ValueError(said)
    return file
