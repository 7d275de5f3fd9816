"""The process that decodes one file: `python -P -m kiosk.decoding.worker`, its order on stdin.

It answers with one line of JSON, {"decoded": …} or {"undecodable": sentence}, or dies.
"""

from __future__ import annotations

import ctypes
import json
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from kiosk.decoding.kinds import format_of
from kiosk.decoding.limits import Decoded, Limits, Undecodable

TOO_HEAVY = "This file needs more memory than there is for one file. Please send a smaller one."
TOO_MUCH = "What comes out of this file is too large. Please send a smaller one."
DAMAGED = "This file is damaged or not whole. Please send it again."
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38


def main() -> None:
    order = json.loads(sys.stdin.readline())
    limits = Limits(**order["limits"])
    _fence(limits)
    path, out_folder = Path(order["path"]), Path(order["out_folder"])
    try:
        answer: dict[str, Any] = {"decoded": asdict(_decode(path, out_folder, limits))}
    except Undecodable as refusal:
        answer = {"undecodable": str(refusal)}
    except MemoryError:
        answer = {"undecodable": TOO_HEAVY}
    except Exception as error:  # decoders raise whatever they like
        too_much = isinstance(error, OSError) and error.errno == 27  # EFBIG
        answer = {"undecodable": TOO_MUCH if too_much else DAMAGED, "why": repr(error)}
    sys.stdout.write(json.dumps(answer, default=str))


def _fence(limits: Limits) -> None:
    """Before any decoder is loaded: so much memory, time and disk, no core, no stray child."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with suppress(ValueError):  # a tighter limit stands already
            resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing then fails with a reason
    with suppress(OSError, AttributeError):  # only Linux has these
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _decode(path: Path, out_folder: Path, limits: Limits) -> Decoded:
    form = format_of(path)
    kind = form.value[0]
    # Only the decoder that is wanted: each is a way in, and takes its time to load.
    if kind == "photo":
        decoded = import_module("kiosk.decoding.pictures").redraw(path, form, out_folder, limits)
    elif kind == "pdf":
        decoded = import_module("kiosk.decoding.documents").redraw(path, out_folder, limits)
    else:
        decoded = import_module("kiosk.decoding.streams").remux(path, form, out_folder, limits)
    assert isinstance(decoded, Decoded)  # noqa: S101 - import_module() forgets the type
    return decoded


if __name__ == "__main__":
    main()
