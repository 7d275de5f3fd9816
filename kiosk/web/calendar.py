"""Dates for a parent's own calendar."""

from __future__ import annotations

from kiosk.web.routing import Page

ROUTES: list[Page] = []
