"""Words that stories, comments and messages do without (R24): whole words, the school's to change.

Nothing is ever dropped because of this list: its writer sees which words they are, may change
them, and what is sent anyway waits for staff.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from db import audit, models
from db.connection import reading, writing
from db.policy import NotFound, Refused, need_leader
from db.records import Staff
from db.small_markdown import plain
from db.words import folded, required

LONGEST_WORD = 40
_APOSTROPHES = re.compile("['’ʼ‘`´]")
_PIECE = re.compile("[^\\W_]+|[\U0001f300-\U0001faff]")

# Ours, and short: what no teacher would want under a post. Words that are mostly something else
# in a school (a cock crows, an ugly duckling) are for the school to add.
STARTING_WORDS = tuple(
    word.strip()
    for word in (
        "arse, arsehole, arseholes, asshole, assholes, bastard, bastards, bellend, bitch, bitches, "
        "bollocks, bugger off, bullshit, crap, cretin, cretins, cunt, cunts, dickhead, dickheads, "
        "drop dead, dumb, dumbass, fat pig, fatso, fuck, fucked, fucker, fuckers, fucking, "
        "go to hell, halfwit, half-wit, hate you, idiot, idiotic, idiots, imbecile, imbeciles, "
        "kill you, kill yourself, knobhead, liar, liars, loser, losers, moron, moronic, morons, "
        "motherfucker, numpty, nutter, pillock, piss, piss off, pissed off, plonker, prat, prats, "
        "retard, retarded, retards, scum, scumbag, shit, shithead, shits, shitty, shut up, slag, "
        "slags, slut, sluts, spastic, spaz, stfu, stupid, tosser, tossers, twat, twats, useless "
        "teacher, wank, wanker, wankers, weirdo, whore, whores, wtf, you are useless, "
        "you're useless, 🖕"
    ).split(",")
)


class Tripped(Refused):
    """The words have something in them that is on the school's list: `words` says what. Sent
    again with `anyway`, they wait for staff."""

    def __init__(self, words: tuple[str, ...]) -> None:
        named = ", ".join(f"“{word}”" for word in words)
        super().__init__(
            f"Please look at this again: {named}. You can change it, or send it anyway; "
            "then the school reads it before anybody else does."
        )
        self.words = words


@dataclass(frozen=True, slots=True)
class WordChoice:
    """A word that the school has `added` to the list, or taken off it."""

    word: str
    added: bool


def tripped(*texts: str) -> tuple[str, ...]:
    """What in `texts` is on the school's list, as it stands there, each once. One query.

    Capitals, accents, apostrophes and the kind of white space or dash make no difference, and
    the signs for emphasis and links hide nothing. A listed word inside another word is not found:
    Scunthorpe is a town.
    """
    listed = _listed()
    longest = max((len(key) for key in listed), default=0)
    found: dict[str, None] = {}
    for text in (*texts, *map(plain, texts)):
        pieces = _pieces(text)
        for start in range(len(pieces)):
            for end in range(start + 1, min(start + longest, len(pieces)) + 1):
                word = listed.get(tuple(pieces[start:end]))
                if word is not None:
                    found[word] = None
    return tuple(found)


def need_kind(*texts: str, anyway: bool = False) -> bool:
    """Whether `texts` must wait for staff: True only where they trip the list and are to be sent
    `anyway`. Raises `Tripped` where they do and are not."""
    words = tripped(*texts)
    if words and not anyway:
        raise Tripped(words)
    return bool(words)


def words() -> list[str]:
    """The list as it is now, in order."""
    return sorted(_listed().values(), key=folded)


def choices() -> list[WordChoice]:
    """How the school's list differs from the one that comes with the kiosk, in order."""
    starting = {tuple(_pieces(word)) for word in STARTING_WORDS}
    with reading():
        rows = list(_choices())
    differ = [it for it in rows if it[1] != (tuple(_pieces(it[0])) in starting)]
    return sorted((WordChoice(*it) for it in differ), key=lambda it: it.word)


def add(actor: Staff | None, word: str, now: datetime) -> str:
    """Put a word, or a few words in a row, on the list; gives it as it stands there now.

    Raises `NotAllowed` for anybody but a leader, `Refused` for what has no letters in it.
    """
    return _decide(actor, word, now, is_listed=True)


def remove(actor: Staff | None, word: str, now: datetime) -> str:
    """Take a word off the list. Raises `NotAllowed`, and `NotFound` for one that is not on it."""
    return _decide(actor, word, now, is_listed=False)


def _decide(actor: Staff | None, word: str, now: datetime, *, is_listed: bool) -> str:
    leader = need_leader(actor)
    word = required(word, "a word", most=LONGEST_WORD).lower()
    key = _pieces(word)
    if not key:
        raise Refused("Please type a word with letters in it.")
    with writing():
        standing = _listed().get(tuple(key))
        if standing is None and not is_listed:
            raise NotFound(f"“{word}” is not on the list.")
        if standing is not None and is_listed:
            return standing
        # By its key, so that stupid and stúpid are one word and one row.
        kept = normalize("NFC", " ".join(key))
        table = models.ListedWord
        changed = {table.is_listed: is_listed, table.staff: leader.id, table.decided_at: now}
        table.insert({table.word: kept, **changed}).on_conflict(
            conflict_target=[table.word], update=changed
        ).execute()
        action = "added to the word list" if is_listed else "took off the word list"
        audit.record(now, leader.id, action, kept)
        return kept


def _listed() -> dict[tuple[str, ...], str]:
    listed = {tuple(_pieces(word)): word for word in STARTING_WORDS}
    with reading():
        for word, is_listed in _choices():
            if is_listed:
                listed.setdefault(tuple(_pieces(word)), word)
            else:
                listed.pop(tuple(_pieces(word)), None)
    return listed


def _choices() -> Iterator[tuple[str, bool]]:
    table = models.ListedWord
    rows: Iterator[tuple[str, bool]] = table.select(table.word, table.is_listed).tuples().iterator()
    return rows


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(folded(_APOSTROPHES.sub("", text)))
