"""AgreementWording."""

from __future__ import annotations

from kiosk.screens.place import Place


class AgreementWording(Place):
    TITLE_WORDS = "AgreementWording"
