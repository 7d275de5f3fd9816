"""What holds for every screen and dialog, whoever made it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
from textual.screen import Screen

import kiosk.screens
from kiosk.screens.place import InKiosk, Place

SCREENS = sorted(
    {
        found
        for module in pkgutil.iter_modules(kiosk.screens.__path__)
        for found in vars(importlib.import_module(f"kiosk.screens.{module.name}")).values()
        if inspect.isclass(found)
        and issubclass(found, Screen)
        and found.__module__.startswith("kiosk.screens")
    },
    key=lambda it: it.__name__,
)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda it: it.__name__)
def test_each_is_in_the_kiosk(screen: type[Screen[object]]) -> None:
    """`InKiosk` before Textual's own: a dialog that is late must not close the one below it."""
    ancestors = screen.__mro__
    assert InKiosk in ancestors, "make it a Place, or InKiosk before ModalScreen"
    assert ancestors.index(InKiosk) < ancestors.index(Screen)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda it: it.__name__)
def test_escape_goes_back_from_each(screen: type[Screen[object]]) -> None:
    if screen is Place or issubclass(screen, Place):
        return
    keys = {
        key.strip()
        for ancestor in screen.__mro__
        for binding in vars(ancestor).get("BINDINGS", [])
        for key in (binding.key if hasattr(binding, "key") else binding[0]).split(",")
    }
    assert "escape" in keys
