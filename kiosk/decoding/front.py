"""Start a worker for one file, wait for it as long as it may take, and never longer."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from kiosk.decoding.kinds import format_of
from kiosk.decoding.limits import Decoded, Limits, Undecodable

TOO_LARGE = "This file is too large. Please send at most {} MB."
TOO_SLOW = "This file takes too long to open. Please send a smaller or simpler one."
CRASHED = "This file could not be opened. Please send it in another form."
MADE = ("clean.*", "poster.jpg")
LONGEST_ANSWER = 64 << 10

log = logging.getLogger("kiosk.decoding")


async def decode(path: Path, out_folder: Path, limits: Limits) -> Decoded:
    """Make a clean copy of the file `path` and a picture of it in `out_folder`, a folder that
    is there and for this file alone.

    Raises `Undecodable` with a sentence for a person when the file is refused, or when its
    worker crashed or took too long; then nothing is left in `out_folder`. Cancelling kills the
    worker.
    """
    try:
        _look(path, limits)
        return _read(await _work(path, out_folder, limits), out_folder)
    except BaseException:
        _clear(out_folder)
        raise


def _look(path: Path, limits: Limits) -> None:
    """What is refused at the first bytes needs no process."""
    if path.stat().st_size > limits.file_bytes:
        raise Undecodable(TOO_LARGE.format(limits.file_bytes >> 20))
    format_of(path)


def _clear(out_folder: Path) -> None:
    for pattern in MADE:
        for left_over in out_folder.glob(pattern):
            left_over.unlink(missing_ok=True)


async def _work(path: Path, out_folder: Path, limits: Limits) -> bytes:
    order = _order(path, out_folder, limits)
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "LANG") if name in os.environ}
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "kiosk.decoding.worker"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=out_folder,
        env=kept | {"OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
    )
    try:
        async with asyncio.timeout(limits.wall_seconds):
            answer, _ = await worker.communicate(order)
    except TimeoutError:
        raise Undecodable(TOO_SLOW) from None
    finally:
        if worker.returncode is None:
            with suppress(ProcessLookupError):
                worker.kill()
            await asyncio.shield(worker.wait())
    if worker.returncode != 0:
        log.warning("the decoder ended with %s", worker.returncode)
        raise Undecodable(TOO_SLOW if worker.returncode in (-24, -9) else CRASHED)
    return answer[:LONGEST_ANSWER]


def _order(path: Path, out_folder: Path, limits: Limits) -> bytes:
    order = {
        "path": str(path.absolute()),
        "out_folder": str(out_folder.absolute()),
        "limits": asdict(limits),
    }
    return json.dumps(order).encode() + b"\n"


def _read(answer: bytes, out_folder: Path) -> Decoded:
    """A worker that a file has taken over may say anything: only names we know count."""
    try:
        said = json.loads(answer)
        if "undecodable" in said:
            if said.get("why"):
                log.info("undecodable: %s", str(said["why"])[:200])
            raise Undecodable(str(said["undecodable"])[:300])
        facts = said["decoded"]
        poster = facts["poster_path"]
        return Decoded(
            kind=str(facts["kind"]),
            content_type=str(facts["content_type"]),
            clean_path=_ours(facts["clean_path"], out_folder),
            poster_path=_ours(poster, out_folder) if poster else None,
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
