"""The page of a code that sends photos and files to a draft."""

from __future__ import annotations

from kiosk.web.routing import Page

ROUTES: list[Page] = []
