"""Whatever people write comes in clean, or not at all, in every field of stories."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db import comments, conduct, links, story, story_feed, story_photos, word_list
from db.policy import Refused
from db.small_markdown import plain
from db.story_records import PostKind, Writing
from db.words import clean
from tests.conftest import NOW, Here
from tests.db.stories import file, news, parent, published
from tests.names import HOSTILE, WHOLE, is_harmless

Field = Callable[[Here, str], list[str]]


def title(here: Here, words: str) -> list[str]:
    post = published(here.leader, Writing(PostKind.NEWS, "x", words, (here.maple.id,)))
    return [story_feed.post(post).title]


def body(here: Here, words: str) -> list[str]:
    post = published(here.leader, news(here, words))
    return [story_feed.post(post).words, plain(story_feed.post(post).words)]


def edited(here: Here, words: str) -> list[str]:
    post = published(here.leader, news(here))
    story.edit(here.leader, post, news(here, words), NOW)
    return [story_feed.post(post).words]


def caption(here: Here, words: str) -> list[str]:
    post = published(here.leader, news(here))
    photo = story_photos.attach(here.leader, post, file(), "k", NOW, words)
    story_photos.answer(here.leader, photo, [], NOW)
    first = story_feed.post(post).files[0].caption
    story_photos.describe(here.leader, photo, words)
    assert story_feed.post(post).files[0].caption == first
    return [first]


def comment(here: Here, words: str) -> list[str]:
    sam = parent(here.pupil_ids[0])
    return [comments.comment(sam, published(here.leader, news(here)), words, words, NOW).words]


def answer(here: Here, words: str) -> list[str]:
    post = published(here.leader, news(here))
    comments.answer(here.leader, post, words, words, NOW)
    return [it.words for it in comments.conversation(here.leader, post).comments]


def reason_to_hide(here: Here, words: str) -> list[str]:
    post = published(here.leader, news(here))
    made = comments.answer(here.leader, post, "Hi", "k", NOW)
    comments.hide(here.leader, made, words, NOW)
    return [it.reason for it in comments.conversation(here.leader, post).comments]


def report(here: Here, words: str) -> list[str]:
    sam = parent(here.pupil_ids[0])
    made = conduct.report_by_parent(sam, published(here.leader, news(here)), words, NOW)
    conduct.resolve(here.leader, made, conduct.Outcome.HIDDEN, words, NOW)
    found = conduct.resolved(here.leader)[0]
    return [found.reason, found.answer]


def listed_word(here: Here, words: str) -> list[str]:
    word_list.add(here.leader, words, NOW)
    return word_list.words()


def link(here: Here, words: str) -> list[str]:
    links.choose(here.leader, [links.Link(words, "a.example")], NOW)
    return [it.title for it in links.links()]


FIELDS: list[Field] = [
    title,
    body,
    edited,
    caption,
    comment,
    answer,
    reason_to_hide,
    report,
    listed_word,
    link,
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda it: it.__name__)
def test_hostile_words_come_in_clean_or_not_at_all(here: Here, field: Field) -> None:
    for words in [*HOSTILE, "\u202e" * 300 + "x", "a\n" * 100, "x" * 100_000]:
        try:
            kept = field(here, words)
        except Refused:
            continue
        for it in kept:
            assert it == clean(it, lines=True)
            for line in it.split("\n"):
                assert is_harmless(line), (words, it)
            assert len(it) <= 10_000


@pytest.mark.parametrize(
    "field", [it for it in FIELDS if it is not listed_word], ids=lambda it: it.__name__
)
def test_names_of_every_kind_come_through_whole(here: Here, field: Field) -> None:
    for words in WHOLE:
        assert field(here, words)[0] == words
