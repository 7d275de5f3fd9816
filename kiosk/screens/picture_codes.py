"""PictureCodes."""

from __future__ import annotations

from kiosk.screens.place import Place


class PictureCodes(Place):
    TITLE_WORDS = "PictureCodes"
