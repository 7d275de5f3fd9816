"""A child's page: what is new, and the ways to everything else."""

from __future__ import annotations

from kiosk.web.routing import Page

ROUTES: list[Page] = []
