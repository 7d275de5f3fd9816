"""The kiosk as it hangs on the wall: a graphical terminal on a screen that nobody has to own.

`Foot` is a terminal on sway without a monitor, the like of what `deploy/` sets up; `Xterm` stands
under Xvfb. Both are typed at by keys and looked at by pictures, as a person would.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

KIOSK = Path(sys.executable).parent / "kiosk"
FOOT_INI = Path(__file__).parents[2] / "deploy" / "foot.ini"
FONT = "DejaVu Sans Mono:size=11"
TRUECOLOR = ("env", "COLORTERM=truecolor")  # xterm can do it, but does not say so
DRAWN = 30
BREATH = ("-s", "150")  # ms: wtype's keyboard is a new one each time, and has to be heard of
NAMED = {"enter": "Return", "escape": "Escape", "up": "Up", "down": "Down", "space": "space"}


def colours(picture: bytes) -> int:
    """How many there are; an empty terminal has a few."""
    with Image.open(BytesIO(picture)) as image:
        return len(image.convert("RGB").getcolors(1 << 24) or [])


class Wall:
    """A screen of 1280 by 720 with the kiosk on it."""

    programs: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-wall-"))
        self._running: list[subprocess.Popen[bytes]] = []
        self.environ = dict(os.environ)
        self.kiosk: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str, program: Sequence[str] = (str(KIOSK),)) -> None:
        """Show the kiosk, or another program, and wait until it stands still."""
        self.open()
        command = [*self.terminal(), *program, *arguments]
        self.kiosk = self.run(*command, environ={**self.environ, "LANG": "C.UTF-8"})
        until = time.monotonic() + 60
        while colours(self.picture()) < DRAWN:
            assert time.monotonic() < until, "the kiosk never came"
            time.sleep(0.2)
        for _ in range(5):  # the first keys of a new keyboard may be lost
            before = self.still()
            self.type_key("up")
            with contextlib.suppress(AssertionError):
                self.wait_for_change(before, seconds=3)
                break
        self.still()

    def open(self) -> None:
        raise NotImplementedError

    def terminal(self) -> list[str]:
        raise NotImplementedError

    def type_key(self, name: str) -> None:
        raise NotImplementedError

    def type(self, words: str) -> None:
        raise NotImplementedError

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size, in pixels."""
        raise NotImplementedError

    def take(self, file: Path) -> None:
        raise NotImplementedError

    def press(self, *keys: str, changes: bool = True) -> None:
        """Keys one after the other, until the screen has changed and stands still again."""
        before = self.still()
        for key in keys:
            if len(key) == 1 or key.isdigit():
                self.type(key)
            else:
                self.type_key(key)
        if changes:
            self.wait_for_change(before)
        self.still()

    def picture(self) -> bytes:
        file = self.folder / "picture.png"
        for _ in range(50):
            with contextlib.suppress(subprocess.CalledProcessError):
                self.take(file)
                return file.read_bytes()
            time.sleep(0.1)
        raise AssertionError("no picture could be taken")

    def keep(self, file: Path) -> None:
        """Keep a picture of what is there now."""
        file.write_bytes(self.still())

    def still(self, seconds: float = 30.0) -> bytes:
        """The picture, once three in a row are the same."""
        until = time.monotonic() + seconds
        same, last = 1, self.picture()
        while same < 3:
            assert time.monotonic() < until, "the screen never stood still"
            time.sleep(0.25)
            now = self.picture()
            same = same + 1 if now == last else 1
            last = now
        return last

    def wait_for_change(self, before: bytes, seconds: float = 20.0) -> None:
        until = time.monotonic() + seconds
        while self.picture() == before:
            assert time.monotonic() < until, "nothing changed on the screen"
            time.sleep(0.1)

    @property
    def is_there(self) -> bool:
        return self.kiosk is not None and self.kiosk.poll() is None

    def close(self) -> None:
        for process in reversed(self._running):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(
        self, *command: str, environ: dict[str, str], user: pwd.struct_passwd | None = None
    ) -> subprocess.Popen[bytes]:
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        with (self.folder / f"{Path(command[0]).name}.log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env=environ, **who)
        self._running.append(process)
        return process

    def tool(self, *command: str) -> None:
        subprocess.run(command, env=self.environ, check=True, capture_output=True, timeout=20)


class Foot(Wall):
    programs = ("sway", "foot", "wtype", "grim")

    def open(self) -> None:
        config = self.folder / "sway.conf"
        config.write_text("output HEADLESS-1 resolution 1280x720\ndefault_border none\n")
        self.folder.chmod(0o700)
        user = None
        if os.getuid() == 0:  # sway refuses to be root
            user = pwd.getpwnam("nobody")
            for path in (self.folder, config):
                os.chown(path, user.pw_uid, user.pw_gid)
        headless = {
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
        }
        sway = self.run("sway", "-c", str(config), environ={**self.environ, **headless}, user=user)
        for _ in range(100):
            found = [it for it in self.folder.glob("wayland-*") if it.suffix != ".lock"]
            if found:
                break
            assert sway.poll() is None, (self.folder / "sway.log").read_text()[-2000:]
            time.sleep(0.1)
        else:
            raise AssertionError("sway made no socket")
        self.environ |= {"XDG_RUNTIME_DIR": str(self.folder), "WAYLAND_DISPLAY": found[0].name}

    def terminal(self) -> list[str]:
        return ["foot", f"--config={FOOT_INI}", f"--font={FONT}", *TRUECOLOR]

    def type_key(self, name: str) -> None:
        *held, key = name.split("+")
        down = [it for one in held for it in ("-M", one)]
        up = [it for one in held for it in ("-m", one)]
        self.tool("wtype", *BREATH, *down, "-k", NAMED.get(key, key), *up, *BREATH)

    def type(self, words: str) -> None:
        self.tool("wtype", *BREATH, "-d", "20", words, *BREATH)

    def resize(self, width: int, height: int) -> None:
        socket = next(self.folder.glob("sway-ipc.*"))
        size = f"{width}x{height}"
        self.tool("swaymsg", "-s", str(socket), "output", "HEADLESS-1", "resolution", size)

    def take(self, file: Path) -> None:
        self.tool("grim", str(file))


class Xterm(Wall):
    programs = ("Xvfb", "xterm", "xdotool", "import")

    def open(self) -> None:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24"]
        with (self.folder / "Xvfb.log").open("wb") as log:
            xvfb = subprocess.Popen(command, stdout=log, stderr=log, pass_fds=[write])
        self._running.append(xvfb)
        os.close(write)
        with os.fdopen(read) as told:
            display = told.readline().strip()
        assert display, (self.folder / "Xvfb.log").read_text()[-2000:]
        self.environ |= {"DISPLAY": f":{display}"}
        self.environ.pop("WAYLAND_DISPLAY", None)

    def terminal(self) -> list[str]:
        name, size = FONT.split(":size=")
        return [
            "xterm",
            "-fa",
            name,
            "-fs",
            size,
            "-geometry",
            "139x41+0+0",
            "-bw",
            "0",
            "-e",
            *TRUECOLOR,
        ]

    def type_key(self, name: str) -> None:
        *held, key = name.split("+")
        self.tool("xdotool", "key", "+".join([*held, NAMED.get(key, key)]))

    def type(self, words: str) -> None:
        self.tool("xdotool", "type", "--delay", "20", "--", words)

    def resize(self, width: int, height: int) -> None:
        window = ("search", "--class", "xterm")
        self.tool("xdotool", *window, "windowsize", "--sync", str(width), str(height))

    def take(self, file: Path) -> None:
        self.tool("import", "-window", "root", str(file))


class Vt340(Xterm):
    """An xterm that draws Sixel pictures."""

    def terminal(self) -> list[str]:
        xterm, *how = super().terminal()
        return [xterm, "-ti", "vt340", *how]
