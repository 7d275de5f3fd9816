"""The page of a draft's code: a class tablet sends photos and files to one post (R5)."""

from __future__ import annotations

from db import story_uploads
from kiosk.web.code_page import CODE_SPENT, REFUSED_A_FILE, CodePage, Still
from kiosk.web.routing import Needs, Page, page
from kiosk.web.whose import Draft


def _draft(code: str, found: story_uploads.DraftPage, still: Still) -> Draft:
    return Draft(
        leave=f"draft link {found.link_id}",
        in_line=f"draft {found.post_id}",  # all codes of one draft
        still=still,
        most_files=found.left,
        most_refused=REFUSED_A_FILE * found.most_files,
        spent=CODE_SPENT,
        ends_at=found.expires_at,
        post_id=found.post_id,
        code=code,
    )


PAGE = CodePage("draft_upload.html", story_uploads.look, _draft)
ROUTES: list[Page] = [
    page("/s/{code}", PAGE.show, needs=Needs.LINK, name="draft link"),
    page("/s/{code}", PAGE.send, needs=Needs.LINK, methods=("POST",), name="send to draft"),
]
