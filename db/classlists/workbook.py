"""The sheets of an Excel workbook, as rows of words."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from db.classlists.dates import show_date
from db.classlists.rows import MOST_CELLS, MOST_ROWS, Row, Sheet
from db.policy import Refused


def sheets(name: str, data: bytes) -> list[Sheet]:
    """The sheets that are not hidden, in order. Raises `Refused` for a damaged workbook."""
    # It takes a tenth of a second to load: it comes with the first workbook, not with the kiosk.
    from openpyxl import load_workbook  # noqa: PLC0415 - see above
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - see above

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that are not read here
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            shown = [it for it in book.worksheets if it.sheet_state == "visible"]
            found = []
            for sheet in shown:
                label = name if len(shown) == 1 else f"{name}, sheet {sheet.title}"
                sheet.reset_dimensions()  # some programs write a wrong size into the file
                rows = []
                for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                    words = [_words(cell) for cell in cells]
                    while words and not words[-1].strip():
                        words.pop()
                    if words:
                        rows.append(Row(number, tuple(words)))
                    if len(rows) > MOST_ROWS or len(words) > MOST_CELLS:
                        raise Refused(f"{name} is far larger than a class list.")
                found.append(Sheet(label, sheet.title, tuple(rows)))
            return found
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        DefusedXmlException,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
    ) as error:
        raise Refused(
            f"{name} cannot be opened as an Excel workbook. Please save it again, or as CSV."
        ) from error


def _words(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (datetime, date)):
        return show_date(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    words = str(cell)
    return "" if words.startswith("#") and words.rstrip("!?").isupper() else words
