"""A parent reports a post or a comment, and sees what became of it (R25)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from db import conduct
from db.policy import Refused
from db.words import clean
from kiosk.web import pages, visitor
from kiosk.web.post_comments import DraftReport, show_post
from kiosk.web.routing import Needs, page


async def report(request: Request) -> Response:
    state, child, fields = request.app.state, visitor.child(request), await pages.form(request)
    who, reason = request.state.visitor.guardian_id, fields.get("reason", "")
    comment_id = pages.number_in(fields, "comment")
    state.pace.need(who, state.clock())
    try:
        await state.store.run(
            conduct.report_by_parent,
            who,
            pages.number(request, "post_id"),
            reason,
            state.clock(),
            comment_id=comment_id,
            pupil_id=child.id,
        )
    except Refused as refusal:  # what was written stays in the form
        return await show_post(request, report=DraftReport(comment_id, clean(reason), str(refusal)))
    return pages.see_other(request, "my reports")


async def mine(request: Request) -> Response:
    found = await request.app.state.store.run(conduct.mine, request.state.visitor.guardian_id)
    return await pages.show(request, "my_reports.html", reports=found)


ROUTES = [
    page(
        "/child/{pupil_id}/post/{post_id}/report",
        report,
        needs=Needs.CONFIRMED,
        methods=("POST",),
        name="report",
    ),
    page("/my-reports", mine, needs=Needs.CONFIRMED, name="my reports"),
]
