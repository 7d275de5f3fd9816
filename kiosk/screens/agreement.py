"""The agreement: choose your tile, enter your picture code, read and sign."""

from __future__ import annotations

from kiosk.screens.place import Place


class AgreementPlace(Place):
    TITLE_WORDS = "Agreement"
