"""The page of an upload link: whoever has the code sends files into one portfolio (R16)."""

from __future__ import annotations

from db import uploads
from kiosk.web.code_page import CODE_SPENT, REFUSED_A_FILE, CodePage, Still
from kiosk.web.routing import Needs, page
from kiosk.web.whose import Portfolio


def _portfolio(_: str, found: uploads.LinkPage, still: Still) -> Portfolio:
    return Portfolio(
        leave=f"link {found.link_id}",
        in_line=f"pupil {found.pupil_id}",  # all links of one pupil
        still=still,
        most_files=found.left,
        most_refused=REFUSED_A_FILE * found.most_files,
        spent=CODE_SPENT,
        ends_at=found.expires_at,
        pupil_id=found.pupil_id,
        link_id=found.link_id,
    )


PAGE = CodePage("upload.html", uploads.look, _portfolio)
ROUTES = [
    page("/u/{code}", PAGE.show, needs=Needs.LINK, name="upload link"),
    page("/u/{code}", PAGE.send, needs=Needs.LINK, methods=("POST",), name="send by link"),
]
