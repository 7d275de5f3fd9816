"""What this one device remembers: the class it stands in, its theme, and how its
screen draws pictures."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.graphics import AUTO, SETTINGS

FILE_NAME = "device.json"


@dataclass(frozen=True, slots=True)
class Device:
    """`pictures` is auto, or the kind of graphics: see `kiosk.graphics.Kind`."""

    class_id: int | None = None
    theme: str = "kiosk-light"
    pictures: str = AUTO


def read(data: Path) -> Device:
    """What the device remembers; the defaults when nothing readable is there."""
    try:
        found = json.loads((data / FILE_NAME).read_text("utf-8"))
        class_id, theme = found.get("class_id"), found.get("theme")
        pictures = found.get("pictures")
    except (OSError, ValueError, AttributeError):
        return Device()
    return Device(
        class_id if isinstance(class_id, int) else None,
        theme if isinstance(theme, str) else Device().theme,
        pictures if pictures in SETTINGS else AUTO,
    )


def change(data: Path, **changes: Any) -> Device:
    """Remember something new: written beside the old file, then put in its place."""
    device = replace(read(data), **changes)
    data.mkdir(parents=True, exist_ok=True)
    beside = data / f"{FILE_NAME}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(device), file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(data / FILE_NAME)
    return device
