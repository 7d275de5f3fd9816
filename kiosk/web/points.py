"""A child's points on a phone: what they were for, and the last fourteen days (R2, R4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from db import points_at_home
from kiosk.web import pages, visitor
from kiosk.web.routing import Needs, page

PER_PAGE = 20
TALLEST = 72  # units of the drawing, in which a day is 20 wide
FEWEST = 5  # points that make a whole bar: one point in a quiet week is no tower


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the chart: where its bar begins, from the top, and how tall it is."""

    day: date
    points: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`zero` is where the line of no points is, from the top, `height` that of the whole."""

    bars: tuple[Bar, ...]
    zero: float
    height: float


async def show(request: Request) -> Response:
    state, child = request.app.state, visitor.child(request)
    before = pages.whole(request.query_params.get("before", ""))
    found = await state.store.run(
        points_at_home.points,
        request.state.visitor.guardian_id,
        child.id,
        state.clock(),
        before=before,
        most=PER_PAGE,
    )
    return await pages.show(
        request,
        "points.html",
        child=child,
        found=found,
        chart=None if before else chart(found.days),
    )


def chart(days: Sequence[tuple[date, int]]) -> Chart:
    """Bars up for points given, down for points taken away where the school shows those."""
    highest = max([FEWEST, *(abs(points) for _, points in days)])
    unit = TALLEST / highest
    zero = round(max([0, *(points for _, points in days)]) * unit, 1)
    deepest = round(-min([0, *(points for _, points in days)]) * unit, 1)
    bars = []
    for day, points in days:
        height = round(abs(points) * unit, 1)
        bars.append(Bar(day, points, zero - height if points > 0 else zero, height))
    return Chart(tuple(bars), zero, zero + deepest)


ROUTES = [page("/child/{pupil_id}/points", show, needs=Needs.CONFIRMED, name="points")]
