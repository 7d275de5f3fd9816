"""AgreementOverview."""

from __future__ import annotations

from kiosk.screens.place import Place


class AgreementOverview(Place):
    TITLE_WORDS = "AgreementOverview"
