"""A parent reports a post or a comment."""

from __future__ import annotations

from kiosk.web.routing import Page

ROUTES: list[Page] = []
