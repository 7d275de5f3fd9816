"""The phone pages' process: started by the kiosk, watched, and started again when it ends."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from contextlib import suppress
from typing import Literal

from kiosk.settings import Settings

log = logging.getLogger("kiosk")

State = Literal["off", "starting", "running", "failed"]
PAUSES = (1.0, 2.0, 5.0, 15.0, 60.0)  # seconds before one more try
LONG_ENOUGH = 60.0  # seconds: who ran this long is started again at once
START_SECONDS = 60.0
SILENT_SECONDS = 40.0  # it says every five that it serves: silent for this long, it hangs
END_SECONDS = 8.0
LONGEST_REASON = 300


class PhonePages:
    """`problem` says in a sentence what is wrong while `state` is "failed".

    The process ends with the kiosk, however that ends: its standard input does.
    """

    def __init__(self) -> None:
        self.state: State = "off"
        self.problem = ""
        self._task: asyncio.Task[None] | None = None
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, settings: Settings) -> None:
        """Serve phones with these settings from now on; with port 0, nobody."""
        await self.stop()
        if settings.phones.port:
            self.state = "starting"
            self._task = asyncio.get_running_loop().create_task(self._watch(settings))

    async def stop(self) -> None:
        """End the process and wait until it has."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self.state, self.problem = "off", ""

    async def _watch(self, settings: Settings) -> None:
        tries = 0
        while True:
            begun = time.monotonic()
            try:
                self.problem = await self._serve(settings)
            except OSError as error:
                self.problem = str(error)
            self.state = "failed"
            log.warning("the phone pages ended. %s", self.problem)
            tries = 0 if time.monotonic() - begun > LONG_ENOUGH else tries + 1
            await asyncio.sleep(PAUSES[min(max(tries - 1, 0), len(PAUSES) - 1)])

    async def _serve(self, settings: Settings) -> str:
        """Start the process and wait for its end; gives what it said last, cut short."""
        process = await asyncio.create_subprocess_exec(
            *command(settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | environment(settings),
            start_new_session=True,  # what the keyboard sends to the kiosk's group is not for it
        )
        self.process = process
        said = asyncio.create_task(_last_line(process.stderr))
        patience = START_SECONDS
        try:
            while await asyncio.wait_for(_beat(process.stdout), patience):
                self.state, self.problem = "running", ""
                patience = SILENT_SECONDS
            await process.wait()
            return (await said).removeprefix("Error: ")
        except TimeoutError:
            process.kill()  # it would not hear anything milder
            return "They did not start." if self.state != "running" else "They hung."
        finally:
            await _end(process)
            said.cancel()


def command(settings: Settings) -> list[str]:
    """What serves the phone pages of these settings."""
    phones = settings.phones
    words = [sys.executable, "-m", "kiosk.serving", "--for-kiosk"]
    words += ["--data", str(settings.data), "--phone-port", str(phones.port)]
    if phones.tls_cert and phones.tls_key:
        words += ["--tls-cert", str(phones.tls_cert), "--tls-key", str(phones.tls_key)]
    return words


def environment(settings: Settings) -> dict[str, str]:
    """What the command line does not say."""
    phones = settings.phones
    said = {"KIOSK_PUBLIC_URL": phones.public_url}
    return said | {"KIOSK_TRUSTED_PROXY": " ".join(phones.trusted_proxies)}


async def _beat(stream: asyncio.StreamReader | None) -> bytes:
    """The next sign of life; nothing once it has ended."""
    return await stream.readline() if stream is not None else b""


async def _last_line(stream: asyncio.StreamReader | None) -> str:
    last = ""
    while stream is not None and (line := await stream.readline()):
        last = line.decode("utf-8", "replace").strip()[:LONGEST_REASON] or last
    return last


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask it to end, and make it: also while we are being cancelled."""
    if process.stdin is not None:
        process.stdin.close()
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(asyncio.shield(process.wait()), END_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
