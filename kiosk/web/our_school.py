"""The school's website and policies."""

from __future__ import annotations

from kiosk.web.routing import Page

ROUTES: list[Page] = []
