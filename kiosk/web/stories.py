"""The class story and the school story on a phone."""

from __future__ import annotations

from kiosk.web.routing import Page

ROUTES: list[Page] = []
