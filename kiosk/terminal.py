"""The terminal as the kiosk listens to it."""

from __future__ import annotations

import logging
import os
import re
import select
import time
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

log = logging.getLogger("kiosk")

BREATH_SECONDS = 0.1
READ = 4096
# What a terminal answers when it is asked what it is and what it can do. Textual would take it
# for keys. The second one is the beginning of such an answer, at the end of what has come.
ANSWER = re.compile(r"\x1b\[\?[\d;]*[cS]|\x1bP>\|[^\x1b]*\x1b\\")
BEGUN = re.compile(r"(?:\x1b\[\?[\d;]*|\x1bP(?:>(?:\|[^\x1b]*\x1b?)?)?)\Z")


class TerminalAnswered(Message, bubble=False):
    """The terminal said what it is or can do: `words` are its bytes."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class PatientDriver(LinuxDriver):
    """Textual's driver ends the program at the first bytes that it cannot read as UTF-8 or as
    a key. Some keyboards, mice and pastes send such bytes; this one drops them and listens on.
    What the terminal answers about itself becomes `TerminalAnswered` and never a key.
    """

    def _run_input_thread(self) -> None:
        while not self.exit_event.is_set():
            try:
                self.run_input_thread()
            except OSError:  # the terminal is gone
                self._app.call_later(self._app.panic)
                return
            except Exception:
                log.warning("what the terminal sent could not be read", exc_info=True)
                time.sleep(BREATH_SECONDS)

    def run_input_thread(self) -> None:
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")().decode
        begun = ""
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], BREATH_SECONDS)[0]:
                words = begun + decode(os.read(self.fileno, READ))
                begun = ""
                if "\x1b" in words:
                    words, begun = self._hear(words)
                if words:
                    for message in parser.feed(words):
                        self.process_message(message)
            for message in parser.tick():
                self.process_message(message)

    def _hear(self, words: str) -> tuple[str, str]:
        """`words` without the terminal's answers; and the beginning of one, if no more has come."""
        heard = "".join(ANSWER.findall(words))
        if heard:
            self.process_message(TerminalAnswered(heard))
            words = ANSWER.sub("", words)
        found = BEGUN.search(words)
        return (words[: found.start()], found[0]) if found else (words, "")
