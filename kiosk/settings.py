"""What the environment says: every KIOSK_* setting in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

IDLE_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is the folder with everything that must be backed up.

    `idle_seconds` is how long a sign-in lasts without a touch: three minutes at most (R31);
    `KIOSK_IDLE_SECONDS` can only make it shorter.
    """

    data: Path
    demo: bool = False
    idle_seconds: float = IDLE_SECONDS

    @property
    def database(self) -> Path:
        return self.data / "kiosk.sqlite3"

    @property
    def log(self) -> Path:
        return self.data / "kiosk.log"


def read(
    data: Path | None = None, *, demo: bool = False, environ: Mapping[str, str] = os.environ
) -> Settings:
    """The settings: what the command line says, else the environment, else the defaults.

    Raises `ValueError` with a sentence for a KIOSK_* value that makes no sense.
    """
    if data is None:
        named = environ.get("KIOSK_DATA")
        data = Path(named) if named else platformdirs.user_data_path("kiosk", appauthor=False)
    words = environ.get("KIOSK_IDLE_SECONDS", str(IDLE_SECONDS))
    try:
        idle_seconds = min(IDLE_SECONDS, float(words))
    except ValueError:
        raise ValueError(f"KIOSK_IDLE_SECONDS must be a number, not {words!r}.") from None
    return Settings(data.expanduser(), demo, max(5.0, idle_seconds))
