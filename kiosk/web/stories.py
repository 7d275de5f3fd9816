"""The class story and the school story on a phone: read, like, be counted as having read (R6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from db import story_reading
from db.story_records import CLASS_KINDS, SCHOOL_KINDS, Cursor, Page, PostKind, read_cursor
from kiosk.post_words import KIND_ICONS, KIND_NAMES
from kiosk.web import pages, visitor
from kiosk.web.receiving import wants_json
from kiosk.web.routing import Needs, page

PER_PAGE = 12
MOST_SEEN = 60
LONGEST_WORDS = 700  # of a post, in letters, until one has to open it
CLASS, SCHOOL = "class-story", "school-story"
STORIES = {CLASS: "class story", SCHOOL: "school story"}


@dataclass(frozen=True, slots=True)
class Where:
    """A page of a story, as its address says it."""

    story: str
    kind: PostKind | None
    after: Cursor | None

    def query(self, **more: str) -> str:
        """What stands behind the question mark; the same page again."""
        said = {**more, "kind": self.kind or "", "after": self.after or ""}
        return urlencode({name: str(it) for name, it in said.items() if it})


async def class_story(request: Request) -> Response:
    child, where = visitor.child(request), _where(CLASS, request.query_params)
    found = await request.app.state.store.run(
        story_reading.class_page,
        request.state.visitor.guardian_id,
        child.id,
        kind=where.kind,
        after=where.after,
        size=PER_PAGE,
    )
    return await _show(request, where, found)


async def school_story(request: Request) -> Response:
    visitor.child(request)
    where = _where(SCHOOL, request.query_params)
    found = await request.app.state.store.run(
        story_reading.school_page,
        request.state.visitor.guardian_id,
        kind=where.kind,
        after=where.after,
        size=PER_PAGE,
    )
    return await _show(request, where, found)


async def like(request: Request) -> Response:
    """Like a post, or no more; then back to where the thumb was, or the count for the script."""
    state, child, post_id = request.app.state, visitor.child(request), _post_id(request)
    who, on = request.state.visitor.guardian_id, (await pages.form(request)).get("on") == "1"
    state.pace.need(who, state.clock())
    likes = await state.store.run(story_reading.like, who, post_id, on, state.clock(), child.id)
    if wants_json(request):
        return JSONResponse({"likes": likes, "liked": on})
    said, part = request.query_params, f"like-{post_id}"
    if said.get("from") not in STORIES:
        return pages.see_other(request, "post", part=part, pupil_id=child.id, post_id=post_id)
    where = _where(said["from"], said)
    return pages.see_other(
        request, STORIES[where.story], query=where.query(), part=part, pupil_id=child.id
    )


async def seen(request: Request) -> Response:
    """These posts were on the screen for a moment: what the script tells, several at once."""
    state, child = request.app.state, visitor.child(request)
    numbers = (await pages.form(request)).get("posts", "").split(",")[:MOST_SEEN]
    post_ids = [it for it in map(pages.whole, numbers) if it is not None]
    who = request.state.visitor.guardian_id
    state.pace.need(("seen", who), state.clock())  # one's own count: who scrolls may still like
    await state.store.run(story_reading.mark_read, who, post_ids, state.clock(), child.id)
    return Response(status_code=204)


async def have_read(request: Request) -> Response:
    """The button of a post's page, for a phone without scripts."""
    state, child, post_id = request.app.state, visitor.child(request), _post_id(request)
    who = request.state.visitor.guardian_id
    state.pace.need(who, state.clock())
    await state.store.run(story_reading.mark_read, who, [post_id], state.clock(), child.id)
    return pages.see_other(request, "post", pupil_id=child.id, post_id=post_id)


async def _show(request: Request, where: Where, found: Page) -> Response:
    after = Where(where.story, where.kind, found.after) if found.after else None
    return await pages.show(
        request,
        "story.html",
        child=visitor.child(request),
        page=found,
        where=where,
        older=after.query() if after else "",
        back=where.query(**{"from": where.story}),
        is_school=where.story == SCHOOL,
        kinds=SCHOOL_KINDS if where.story == SCHOOL else CLASS_KINDS,
        kind_names=KIND_NAMES,
        kind_icons=KIND_ICONS,
        most=LONGEST_WORDS,
    )


def _where(story: str, said: Mapping[str, str]) -> Where:
    """What of an address makes sense; the rest is as if it were not there."""
    kind = said.get("kind", "")
    return Where(
        story,
        PostKind(kind) if kind in set(PostKind) else None,
        read_cursor(said.get("after", "")),
    )


def _post_id(request: Request) -> int:
    return pages.number(request, "post_id")


ROUTES = [
    page("/child/{pupil_id}/class-story", class_story, needs=Needs.CONFIRMED, name="class story"),
    page(
        "/child/{pupil_id}/school-story", school_story, needs=Needs.CONFIRMED, name="school story"
    ),
    page(
        "/child/{pupil_id}/post/{post_id}/like",
        like,
        needs=Needs.CONFIRMED,
        methods=("POST",),
        name="like",
    ),
    page(
        "/child/{pupil_id}/post/{post_id}/seen",
        have_read,
        needs=Needs.CONFIRMED,
        methods=("POST",),
        name="have read",
    ),
    page("/child/{pupil_id}/seen", seen, needs=Needs.CONFIRMED, methods=("POST",), name="seen"),
]
