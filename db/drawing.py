"""A drawn signature on its way into the records and out again."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable

from db.policy import Refused
from db.records import Strokes

MOST_STROKES = 200
MOST_POINTS = 5_000
LEAST_INK = 0.2
"""How long all lines together must be, in widths of the pad, to be more than a dot."""


def checked(strokes: Iterable[Iterable[tuple[float, float]]]) -> Strokes:
    """The lines with their points rounded to what a pad can tell apart; empty for none.

    Raises `Refused` for too many points, points outside the pad, or no more than a dot.
    """
    drawn = tuple(
        tuple((round(float(x), 4), round(float(y), 4)) for x, y in stroke) for stroke in strokes
    )
    drawn = tuple(stroke for stroke in drawn if stroke)
    if not drawn:
        return ()
    if len(drawn) > MOST_STROKES or sum(map(len, drawn)) > MOST_POINTS:
        raise Refused("That is a lot of drawing! Please clear it and write just your name.")
    for stroke in drawn:
        for x, y in stroke:
            if not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0):  # refuses NaN too
                raise Refused("Please draw your name inside the box.")
    ink = sum(
        math.dist(before, after) for stroke in drawn for before, after in itertools.pairwise(stroke)
    )
    if ink < LEAST_INK:
        raise Refused("That is very small. Please draw your whole name.")
    return drawn


def written(drawn: Strokes) -> str:
    """As it is kept; empty for no drawing."""
    return json.dumps(drawn) if drawn else ""


def read(kept: str) -> Strokes:
    """What `written()` made."""
    if not kept:
        return ()
    return tuple(tuple((x, y) for x, y in stroke) for stroke in json.loads(kept))
