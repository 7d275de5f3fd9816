"""The phone pages' process and the workers that it starts for files."""

from __future__ import annotations

import subprocess
import sys

import pytest

# As another user than root, to whom the kernel shows everything.
LOOK = """
import ctypes, os, subprocess, sys
from pathlib import Path
from kiosk import serving
from kiosk.settings import Settings

def look(*_):
    words = "cat /proc/$PPID/environ > /dev/null && echo seen || echo closed"
    worker = subprocess.run(["sh", "-c", words], cwd="/", stdout=subprocess.PIPE)
    print(worker.stdout.decode())
    raise SystemExit

serving.web.allow_many_files = look
if os.getuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # as a program that was started by that user
if sys.argv[1] == "open":
    look()
serving._serve(Settings(Path("/nowhere")), False)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux shows processes as files")
@pytest.mark.parametrize(("how", "said"), [("open", "seen"), ("served", "closed")])
def test_a_worker_cannot_look_into_the_process_that_serves(how: str, said: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOOK, how],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said in told.stdout, told.stderr
