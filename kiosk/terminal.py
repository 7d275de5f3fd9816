"""The terminal as the kiosk listens to it."""

from __future__ import annotations

import logging
import time

from textual.drivers.linux_driver import LinuxDriver

log = logging.getLogger("kiosk")

BREATH_SECONDS = 0.1


class PatientDriver(LinuxDriver):
    """Textual's driver ends the program at the first bytes that it cannot read as UTF-8 or as
    a key. Some keyboards, mice and pastes send such bytes; this one drops them and listens on.
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
