"""Comments under a post, by a parent."""

from __future__ import annotations

from kiosk.web.routing import Page

ROUTES: list[Page] = []
