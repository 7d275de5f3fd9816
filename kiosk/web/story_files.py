"""Photos and files of posts, for those who read them."""

from __future__ import annotations

from kiosk.web.routing import Page

ROUTES: list[Page] = []
