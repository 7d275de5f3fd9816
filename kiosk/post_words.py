"""How posts are spoken of, on the kiosk and on a phone: their kinds, and when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db.story_records import PostKind

KIND_NAMES = {
    PostKind.NEWS: "News",
    PostKind.CELEBRATION: "Celebration",
    PostKind.NEWSLETTER: "Newsletter",
    PostKind.UPDATE: "Update",
    PostKind.REMINDER: "Reminder",
    PostKind.HOMEWORK: "Homework",
}
KIND_ICONS = {
    PostKind.NEWS: "📰",
    PostKind.CELEBRATION: "🎉",
    PostKind.NEWSLETTER: "📑",
    PostKind.UPDATE: "🔔",
    PostKind.REMINDER: "📅",
    PostKind.HOMEWORK: "📚",
}
_WEEK = 7


def files_words(kind: PostKind) -> str:
    """What is sent along with such a post: a newsletter is a paper (R9)."""
    return "Files" if kind is PostKind.NEWSLETTER else "Photos"


def when_words(moment: datetime, now: datetime, time_zone: str) -> str:
    """`today 9:40`, `yesterday`, `Mon 12 Oct`, `12 Oct 2025`; with the time if it is to come."""
    zone = ZoneInfo(time_zone)
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    words = day_words(local.date(), today)
    if moment > now or local.date() == today:
        return f"{words} {clock_words(local.time())}"
    return words


def due_words(due_on: date, today: date) -> str:
    """`due tomorrow`, `due Thursday`, `due Mon 12 Oct`, `was due yesterday`."""
    days = (due_on - today).days
    words = f"{due_on:%A}" if 1 < days < _WEEK else day_words(due_on, today)
    return f"was due {words}" if days < 0 else f"due {words}"


def happens_words(happens_on: date, happens_at: time | None, today: date) -> str:
    """`tomorrow 14:00`, `Mon 12 Oct`: a reminder's day, and its time where it has one."""
    words = day_words(happens_on, today)
    return f"{words} {clock_words(happens_at)}" if happens_at else words


def day_words(day: date, today: date) -> str:
    """`today`, `yesterday`, `tomorrow`, `Mon 12 Oct`, and the year where it is another."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days)
    if near:
        return near
    if day.year != today.year and abs(day - today) > timedelta(days=90):
        return f"{day.day} {day:%b %Y}"
    return f"{day:%a} {day.day} {day:%b}"


def clock_words(at: time) -> str:
    """`9:40`, `14:05`."""
    return f"{at.hour}:{at.minute:02}"
