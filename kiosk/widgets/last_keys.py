"""Keys that are still on their way to the field one is in."""

from __future__ import annotations

import asyncio

from textual.widget import Widget


async def taken_by(field: Widget | None) -> None:
    """Wait until `field` has every key that was pressed so far: a key of the screen, such as F10,
    comes at once, and letters before it by way of their field."""
    taken = asyncio.Event()
    if field is not None and field.call_later(taken.set):
        await taken.wait()
