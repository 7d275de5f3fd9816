"""The newest post of the class story in one line, for the first screen.

It is loaded once that has been painted: nobody waits for it.
"""

from __future__ import annotations

from datetime import datetime

from db import small_markdown, story_feed
from kiosk.post_words import KIND_ICONS, KIND_NAMES, when_words


def line(class_id: int, now: datetime, time_zone: str) -> str:
    """`📰 News, today 9:40: We grew beans`, or nothing."""
    post = story_feed.newest(class_id)
    if post is None:
        return ""
    words = post.title or small_markdown.plain(post.words).partition("\n")[0]
    kind = f"{KIND_ICONS[post.kind]} {KIND_NAMES[post.kind]}"
    return f"{kind}, {when_words(post.published_at, now, time_zone)}: {words}"
