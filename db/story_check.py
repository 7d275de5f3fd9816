"""Do the stories agree with themselves? Totals with rows, places with the state of their post."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, fn

from db import models
from db.story_records import CommentState, PostKind, PostState

MOST_OF_A_KIND = 20


def look() -> list[str]:
    """Every disagreement, a sentence each, at most twenty of a kind; inside a transaction."""
    return [*_totals(), *_places(), *_held(), *_done()]


def _totals() -> list[str]:
    p, c = models.Post, models.PostComment
    shown = c.select(fn.COUNT(c.id)).where(
        c.post == p.id, c.state == CommentState.SHOWN.value, ~c.held
    )
    counts = {
        "likes": _count(models.PostLike),
        "comments": shown,
        "reads": _count(models.PostRead),
    }
    found = []
    for name, count in counts.items():
        total = getattr(p, name)
        rows = p.select(p.id, total, count.alias("counted")).where(total != count)
        found += [
            f"Post {post_id} has a total of {kept} {name}, but there are {counted}."
            for post_id, kept, counted in rows.limit(MOST_OF_A_KIND).tuples().iterator()
        ]
    return found


def _count(table: Any) -> Any:
    return table.select(fn.COUNT(table.post)).where(table.post == models.Post.id)


def _places() -> list[str]:
    """A post stands in stories exactly while it is published and not held (R7, R25), and is for
    classes or for the school, not both."""
    p, place = models.Post, models.PostPlace
    is_shown = (p.state == PostState.PUBLISHED.value) & ~p.held
    wrong = (is_shown & (place.shown_at.is_null() | (place.shown_at != p.published_at))) | (
        ~is_shown & place.shown_at.is_null(False)
    )
    rows = p.select(p.id).join(place).where(wrong).distinct().limit(MOST_OF_A_KIND)
    found = [f"Post {row.id} is shown, or not shown, otherwise than it says." for row in rows]
    lost = (
        p.select(p.id)
        .join(place, JOIN.LEFT_OUTER, on=(place.post == p.id))
        .group_by(p.id)
        .having(
            (fn.COUNT(place.id) == 0)
            | ((fn.COUNT(place.id) > 1) & (fn.COUNT(place.id) > fn.COUNT(place.school_class)))
        )
        .limit(MOST_OF_A_KIND)
    )
    return found + [f"Post {row.id} is for no story, or for too many." for row in lost]


def _held() -> list[str]:
    p, r = models.Post, models.Report
    waits = r.select().where(r.post == p.id, r.comment.is_null(), r.outcome == "open")
    rows = p.select(p.id).where(p.held, ~fn.EXISTS(waits)).limit(MOST_OF_A_KIND)
    return [f"Post {row.id} is held, but no report on it is open." for row in rows]


def _done() -> list[str]:
    p, d = models.Post, models.HomeworkDone
    rows = d.select(d.post).join(p).where(p.kind != PostKind.HOMEWORK.value).distinct()
    return [
        f"Post {row.post_id} is marked as done, but is no homework."
        for row in rows.limit(MOST_OF_A_KIND)
    ]
