"""One post with what is said under it, and a parent's own comment (R6, R24)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from db import comments
from db.policy import Refused
from db.story_rows import LONGEST_COMMENT
from db.word_list import Tripped
from db.words import NOTE_LENGTH, clean
from kiosk.post_words import KIND_ICONS, KIND_NAMES
from kiosk.web import pages, visitor
from kiosk.web.routing import Needs, page

LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment that is not sent yet. `wrong` says why not, and `tripped` which of its words are
    on the school's list."""

    key: str
    words: str = ""
    wrong: str = ""
    tripped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftReport:
    """A report that was not taken: of a comment, or of the post where that is None."""

    comment_id: int | None
    reason: str
    wrong: str


async def show(request: Request) -> Response:
    return await show_post(request)


async def write(request: Request) -> Response:
    """Sends a comment. What cannot be sent as it is stays in the form, and the page says why."""
    state, child, fields = request.app.state, visitor.child(request), await pages.form(request)
    who, post_id = request.state.visitor.guardian_id, pages.number(request, "post_id")
    words = fields.get("words", "")
    key = _key(fields.get("key", ""))
    state.pace.need(who, state.clock())
    try:
        made = await state.store.run(
            comments.comment,
            who,
            post_id,
            words,
            key,
            state.clock(),
            anyway=fields.get("anyway") == "1",
            pupil_id=child.id,
        )
    except Tripped as refusal:
        return await show_post(request, Draft(key, _kept(words), "", refusal.words))
    except Refused as refusal:
        return await show_post(request, Draft(key, _kept(words), str(refusal)))
    return pages.see_other(
        request, "post", part=f"comment-{made.id}", pupil_id=child.id, post_id=post_id
    )


async def show_post(
    request: Request, draft: Draft | None = None, report: DraftReport | None = None
) -> Response:
    """The page of a post; with what was not taken still in its form."""
    child = visitor.child(request)
    post, said = await request.app.state.store.run(
        comments.post_and_comments,
        request.state.visitor.guardian_id,
        pages.number(request, "post_id"),
        child.id,
    )
    return await pages.show(
        request,
        "post.html",
        status=422 if draft or report else 200,
        child=child,
        post=post,
        comments=said,
        draft=draft or Draft(secrets.token_hex(8)),
        report=report,
        kind_names=KIND_NAMES,
        kind_icons=KIND_ICONS,
        longest=LONGEST_COMMENT,
        longest_reason=NOTE_LENGTH,
    )


def _key(said: str) -> str:
    """The key that this page made for one comment; a new one for anything else."""
    is_ours = said.isascii() and said.isalnum() and len(said) <= LONGEST_KEY
    return said if is_ours else secrets.token_hex(8)


def _kept(words: str) -> str:
    return clean(words, lines=True)


ROUTES = [
    page("/child/{pupil_id}/post/{post_id}", show, needs=Needs.CONFIRMED, name="post"),
    page(
        "/child/{pupil_id}/post/{post_id}/comment",
        write,
        needs=Needs.CONFIRMED,
        methods=("POST",),
        name="comment",
    ),
]
