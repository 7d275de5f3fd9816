"""Where the program begins: load it, then run it."""

from __future__ import annotations

import gc
from importlib import import_module


def main() -> None:
    """The `kiosk` command.

    What is loaded stays loaded. Looking for garbage in it would be a tenth of the time until the
    first picture, and then part of every later look for garbage, all day.
    """
    gc.disable()
    command = import_module("kiosk.cli").main
    gc.freeze()
    gc.enable()
    command()


if __name__ == "__main__":
    main()
