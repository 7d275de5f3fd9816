"""Who sees a portfolio, what goes in, and taking back (R16, R20)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from playhouse.test_utils import count_queries

from db import invitations, joining, media, models, people, phones, portfolio, roster, withdrawal
from db import portfolio_review as review
from db.check import check
from db.connection import writing
from db.policy import NotAllowed, NotFound, Refused
from db.portfolio_records import ItemState, Viewer
from db.records import Pupil, Role, Staff
from tests.conftest import NOW, Here
from tests.portfolios import Family, photo, two_families

SECOND = timedelta(seconds=1)


@pytest.fixture
def family(here: Here) -> Family:
    return two_families(here)


def seen(viewer: Viewer, pupil_id: int) -> list[str]:
    return [it.words for it in portfolio.of_pupil(viewer, pupil_id).items]


def test_r16_pupil_parent_teacher_and_leaders_see_it_and_nobody_else(
    here: Here, family: Family
) -> None:
    sha = photo(here.data)
    made = portfolio.add_media(family.aisha.id, sha, "My boat", NOW, key="a", sender=family.mum)
    assert (made.sent_by, made.state) == ("Sam", ItemState.WAITING)
    assert made.media
    for viewer in (family.aisha, family.mum, family.teacher, here.leader):
        assert portfolio.of_pupil(viewer, family.aisha.id).items == (made,)
        assert portfolio.item(viewer, made.id) == made
        path, content_type, known = portfolio.file_for(viewer, sha)
        assert (path.read_bytes(), content_type, known) == (b"photo", "image/png", made.media)
        path, content_type, known = portfolio.file_for(viewer, made.media.poster_sha256)
        assert (path.read_bytes(), content_type, known) == (b"small", "image/jpeg", made.media)
    office = people.add_staff("Mr Elm", Role.OFFICE, NOW)
    waiting_code = invitations.invite(here.leader, family.aisha.id, NOW).code
    waiting = phones.visitor(joining.join(waiting_code, "Dad", "dad", "", NOW))
    assert waiting
    # What a phone says of its children is never believed.
    forged = replace(family.other_parent, children=(family.aisha,))
    strangers = (family.other_pupil, family.other_parent, family.other_teacher, office, waiting)
    said = set()
    for viewer in (*strangers, forged):
        for ask in _asks(viewer, family.aisha.id, made.id, sha, made.media.poster_sha256):
            with pytest.raises(NotFound) as caught:
                ask()
            said.add(str(caught.value))
    assert len(said) == 1
    for ask in _asks(family.mum, 999, 999, "0" * 64, "../../kiosk.sqlite3"):
        with pytest.raises(NotFound) as caught:
            ask()
        said.add(str(caught.value))
    assert len(said) == 1, "another family's is told from what is not there"


def _asks(viewer: Viewer, pupil_id: int, item_id: int, *names: str) -> list[Callable[[], object]]:
    asks: list[Callable[[], object]] = [
        lambda: portfolio.of_pupil(viewer, pupil_id),
        lambda: portfolio.of_pupil(viewer, pupil_id, before=item_id),
        lambda: portfolio.item(viewer, item_id),
        *(lambda name=name: portfolio.file_for(viewer, name) for name in names),
    ]
    if not isinstance(viewer, Staff):
        asks += [
            lambda: portfolio.take_back(viewer, item_id, NOW),
            lambda: portfolio.add_words(pupil_id, "x", NOW, key="k", sender=viewer),
            lambda: portfolio.add_media(pupil_id, names[0], "", NOW, key="k", sender=viewer),
        ]
    return asks


def test_r16_a_cursor_of_another_portfolio_tells_nothing(here: Here, family: Family) -> None:
    theirs = portfolio.add_words(
        family.other_pupil.id, "x", NOW, key="a", sender=family.other_pupil
    )
    with pytest.raises(NotFound):
        portfolio.of_pupil(family.mum, family.aisha.id, before=theirs.id)


def test_r16_a_file_two_families_sent_is_each_ones_own(here: Here, family: Family) -> None:
    sha = photo(here.data)
    mine = portfolio.add_media(family.aisha.id, sha, "", NOW, key="a", sender=family.mum)
    with pytest.raises(NotFound):
        portfolio.file_for(family.other_parent, sha)
    pupil = family.other_pupil
    portfolio.add_media(pupil.id, sha, "", NOW, key="a", sender=family.other_parent)
    assert portfolio.file_for(family.other_parent, sha)
    portfolio.take_back(family.mum, mine.id, NOW)
    with pytest.raises(NotFound):
        portfolio.file_for(family.mum, sha)
    assert portfolio.file_for(family.other_parent, sha)


def test_r20_without_a_signature_a_pupil_sees_and_sends_nothing(here: Here, family: Family) -> None:
    unsigned = roster.pupils(here.maple.id)[2]
    for ask in (
        lambda: portfolio.of_pupil(unsigned, unsigned.id),
        lambda: portfolio.item(unsigned, 1),
        lambda: portfolio.file_for(unsigned, "0" * 64),
        lambda: portfolio.add_words(unsigned.id, "x", NOW, key="a", sender=unsigned),
        lambda: portfolio.take_back(unsigned, 1, NOW),
    ):
        with pytest.raises(NotAllowed, match="sign our promises"):
            ask()
    assert portfolio.of_pupil(family.teacher, unsigned.id).items == ()


def test_r23_who_is_withdrawn_sees_nothing_at_once(here: Here, family: Family) -> None:
    portfolio.add_words(family.aisha.id, "x", NOW, key="a", sender=family.mum)
    withdrawal.withdraw(here.leader, family.mum.guardian_id, "court order", NOW)
    with pytest.raises(NotFound):  # with the visitor of a request that had begun before
        portfolio.of_pupil(family.mum, family.aisha.id)
    with pytest.raises(NotFound):
        portfolio.add_words(family.aisha.id, "x", NOW, key="b", sender=family.mum)


def test_nobody_sees_the_portfolio_of_who_left(here: Here, family: Family) -> None:
    made = portfolio.add_words(family.aisha.id, "x", NOW, key="a", sender=family.aisha)
    with writing():
        models.Pupil.update(left_on=NOW.date()).where(models.Pupil.id == family.aisha.id).execute()
    for viewer in (family.aisha, family.mum, family.teacher, here.leader):
        with pytest.raises(NotFound):
            portfolio.item(viewer, made.id)


def test_the_same_upload_twice_is_one_item_and_keys_never_meet(here: Here, family: Family) -> None:
    sha = photo(here.data)
    add = portfolio.add_media
    first = add(family.aisha.id, sha, "My boat", NOW, key="a", sender=family.mum)
    again = add(family.aisha.id, sha, "My boat", NOW + SECOND, key="a", sender=family.mum)
    assert first == again
    own = add(family.aisha.id, sha, "", NOW, key="a", sender=family.aisha)
    theirs = add(family.other_pupil.id, sha, "", NOW, key="a", sender=family.other_parent)
    assert len({first.id, own.id, theirs.id}) == 3
    assert theirs.pupil == family.other_pupil


def test_what_was_taken_back_can_be_sent_again(here: Here, family: Family) -> None:
    sha = photo(here.data)
    add = portfolio.add_media
    first = add(family.aisha.id, sha, "", NOW, key="a", sender=family.mum)
    portfolio.take_back(family.mum, first.id, NOW)
    assert seen(family.mum, family.aisha.id) == []
    with pytest.raises(NotFound):
        portfolio.take_back(family.mum, first.id, NOW)
    sha = photo(here.data)
    assert add(family.aisha.id, sha, "", NOW, key="a", sender=family.mum).id != first.id


def test_a_link_counts_each_file_once_and_ends(here: Here, family: Family) -> None:
    with writing():
        link = models.UploadLink.create(
            code_hash="x", pupil=family.aisha.id, made_at=NOW, expires_at=NOW + SECOND, most_files=2
        )
    names = [photo(here.data, f"photo {number}".encode()) for number in range(3)]

    def send(name: str, seconds: int = 0, pupil: Pupil = family.aisha) -> int:
        when = NOW + seconds * SECOND
        made = portfolio.add_media(pupil.id, name, "", when, key=name, sender=None, link_id=link.id)
        assert made.sent_by == ""
        return made.id

    assert send(names[0]) == send(names[0]) == send(names[0], seconds=2)
    with pytest.raises(NotFound):
        send(names[0], pupil=family.other_pupil)
    with pytest.raises(Refused):
        send(names[1], seconds=1)
    send(photo(here.data, b"photo 1"))
    with pytest.raises(Refused):
        send(names[2])
    assert len(seen(family.mum, family.aisha.id)) == 2
    with pytest.raises(NotFound):
        portfolio.add_media(family.aisha.id, names[2], "", NOW, key="z", sender=None)


def test_words_are_cleaned_and_have_a_length(here: Here, family: Family) -> None:
    def write(words: str) -> str:
        return portfolio.add_words(
            family.aisha.id, words, NOW, key=words, sender=family.aisha
        ).words

    assert write(" One \x1b[31mday\n\n\n\nI   ran \u202e") == "One day\n\nI ran"
    for words in ("", " \u200b\n", "a" * (portfolio.PIECE_LENGTH + 1)):
        with pytest.raises(Refused):
            write(words)
    with pytest.raises(Refused):
        portfolio.add_media(
            family.aisha.id, photo(here.data), "a" * 201, NOW, key="a", sender=family.aisha
        )
    with pytest.raises(NotFound):
        portfolio.add_media(family.aisha.id, "0" * 64, "", NOW, key="a", sender=family.aisha)


def test_pages_go_back_in_time_whatever_the_clock_said(here: Here, family: Family) -> None:
    seconds = (0, 5, 5, 5, 3, 9)
    for number, second in enumerate(seconds):
        portfolio.add_words(
            family.aisha.id, f"{number}", NOW + second * SECOND, key=f"{number}", sender=family.mum
        )
    found, before = [], None
    for _ in range(9):
        page = portfolio.of_pupil(family.aisha, family.aisha.id, before=before, most=2)
        assert len(page.items) == 2
        found += [it.words for it in page.items]
        before = page.before
        if before is None:
            break
        if len(found) == 4:  # a page's last is taken back while the next is asked for
            portfolio.take_back(family.mum, before, NOW)
    assert found == ["5", "3", "2", "1", "4", "0"]


def test_a_pupil_cannot_bury_the_teacher(
    here: Here, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portfolio, "MOST_WAITING", 3)
    ids = [
        portfolio.add_words(family.aisha.id, "x", NOW, key=f"{n}", sender=family.aisha).id
        for n in range(3)
    ]
    with pytest.raises(Refused, match="not seen yet"):
        portfolio.add_words(family.aisha.id, "x", NOW, key="y", sender=family.aisha)
    review.approve(family.teacher, ids[:1], NOW)
    assert portfolio.add_words(family.aisha.id, "x", NOW, key="y", sender=family.aisha)


@pytest.mark.parametrize("how_many", [1, 40])
def test_a_page_asks_the_same_few_queries(here: Here, family: Family, how_many: int) -> None:
    sha = photo(here.data)
    for number in range(how_many):
        made = portfolio.add_media(
            family.aisha.id, sha, "", NOW, key=f"{number}", sender=family.mum
        )
        review.comment(family.teacher, made.id, "Lovely!", NOW)
        review.send_back(family.teacher, made.id, "Whose boat is it?", NOW)
    with count_queries() as counted:
        page = portfolio.of_pupil(family.mum, family.aisha.id, most=40)
    assert counted.count <= 4
    assert len(page.items) == how_many


def files(here: Here) -> set[str]:
    return {file.name for file in (here.data / "media").rglob("*") if file.is_file()}


def test_what_is_taken_back_leaves_the_disk(here: Here, family: Family) -> None:
    for _ in range(3):
        sha = photo(here.data)
        made = portfolio.add_media(family.aisha.id, sha, "", NOW, key="a", sender=family.mum)
        portfolio.take_back(family.mum, made.id, NOW)
        assert files(here) == set()
        assert models.Media.select().count() == 0
    assert check() == media.check() == []


def test_what_something_else_shows_stays_when_it_is_taken_back(here: Here, family: Family) -> None:
    sha = photo(here.data)
    other = photo(here.data, b"another photo")  # with the same poster
    add = portfolio.add_media
    mine = add(family.aisha.id, sha, "", NOW, key="a", sender=family.mum)
    theirs = add(family.other_pupil.id, sha, "", NOW, key="a", sender=family.other_parent)
    add(family.aisha.id, other, "", NOW, key="b", sender=family.mum)
    portfolio.take_back(family.mum, mine.id, NOW)
    assert portfolio.file_for(family.other_parent, sha)[0].exists()
    portfolio.take_back(family.other_parent, theirs.id, NOW)
    assert not media.path(sha).exists()
    assert media.check(every_byte=True) == []  # the poster is there for the other


def test_what_a_post_shows_stays_when_it_is_taken_back(here: Here, family: Family) -> None:
    sha = photo(here.data)
    made = portfolio.add_media(family.aisha.id, sha, "", NOW, key="a", sender=family.mum)
    with writing():
        post = models.Post.create(kind="note", staff=here.leader.id, made_at=NOW, saved_at=NOW)
        models.PostPlace.create(post=post)
        models.PostFile.create(post=post, media=sha, upload_key="p", added_at=NOW)
    portfolio.take_back(family.mum, made.id, NOW)
    assert media.path(sha).exists()
    assert media.check(every_byte=True) == check() == []


def test_what_is_sent_anew_at_that_moment_outlives_taking_back(here: Here, family: Family) -> None:
    sha = photo(here.data)
    made = portfolio.add_media(family.aisha.id, sha, "", NOW, key="a", sender=family.mum)
    later = NOW + SECOND
    clean = here.data / "anew.jpg"
    clean.write_bytes(b"photo")
    media.keep(clean, None, media.Facts("photo", "image/png"), later)
    portfolio.take_back(family.mum, made.id, later)
    portfolio.add_media(family.aisha.id, sha, "", later, key="b", sender=family.aisha)
    assert media.check(every_byte=True) == []


def test_what_is_refused_leaves_the_disk_and_is_known_before(
    here: Here, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing():
        link = models.UploadLink.create(
            code_hash="x", pupil=family.aisha.id, made_at=NOW, expires_at=NOW + SECOND, most_files=0
        ).id
    pupil = family.aisha.id
    monkeypatch.setattr(portfolio, "MOST_WAITING", 1)
    portfolio.may_add(pupil, "", NOW, sender=family.mum)
    portfolio.add_words(family.aisha.id, "x", NOW, key="a", sender=family.mum)
    late, busy = NOW + SECOND, family.other_pupil.id
    for pupil_id, caption, when, sender, link_id in (
        (busy, "a" * 201, NOW, family.other_parent, None),
        (pupil, "", NOW, family.mum, None),
        (busy, "", NOW, family.mum, None),
        (busy, "", NOW, None, None),
        (busy, "", NOW, None, link),
        (pupil, "", NOW, None, link),
        (pupil, "", late, None, link),
    ):
        with pytest.raises((Refused, NotFound)) as before:
            portfolio.may_add(pupil_id, caption, when, sender=sender, link_id=link_id)
        sha = photo(here.data)
        with pytest.raises(type(before.value), match=re.escape(str(before.value))):
            portfolio.add_media(
                pupil_id, sha, caption, when, key="k", sender=sender, link_id=link_id
            )
        assert files(here) == set()
        assert models.Media.select().count() == 0


def test_a_link_that_is_full_or_over_is_known_before(here: Here, family: Family) -> None:
    with writing():
        link = models.UploadLink.create(
            code_hash="x", pupil=family.aisha.id, made_at=NOW, expires_at=NOW + SECOND, most_files=1
        ).id

    def ask(seconds: int = 0) -> None:
        when = NOW + seconds * SECOND
        portfolio.may_add(family.aisha.id, "", when, sender=None, link_id=link)

    ask()
    with pytest.raises(Refused, match="has ended"):
        ask(1)
    sha = photo(here.data)
    portfolio.add_media(family.aisha.id, sha, "", NOW, key="a", sender=None, link_id=link)
    with pytest.raises(Refused, match="as many files"):
        ask()


def test_a_phone_that_was_signed_out_sends_nothing_more(here: Here, family: Family) -> None:
    sha = photo(here.data)
    made = portfolio.add_words(family.aisha.id, "x", NOW, key="a", sender=family.mum)
    phones.sign_out_all(family.mum.guardian_id, NOW)
    for late in (  # with the visitor of a request that had begun before
        lambda: portfolio.may_add(family.aisha.id, "", NOW, sender=family.mum),
        lambda: portfolio.add_media(family.aisha.id, sha, "", NOW, key="b", sender=family.mum),
        lambda: portfolio.add_words(family.aisha.id, "x", NOW, key="b", sender=family.mum),
        lambda: portfolio.take_back(family.mum, made.id, NOW),
        lambda: portfolio.of_pupil(family.mum, family.aisha.id),
    ):
        with pytest.raises(NotFound):
            late()
    assert seen(family.aisha, family.aisha.id) == ["x"]
    other = replace(family.other_parent, guardian_id=family.mum.guardian_id)
    with pytest.raises(NotFound):  # another parent's phone is no leave either
        portfolio.of_pupil(other, family.aisha.id)


def test_r17_a_decision_in_between_is_not_overwritten(
    here: Here, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = models.PortfolioItem
    update = it.update
    made = portfolio.add_words(family.aisha.id, "x", NOW, key="a", sender=family.mum)

    def meanwhile(state: ItemState) -> None:
        def late(*args: object, **kwargs: object) -> object:
            update(state=state.value).where(it.id == made.id).execute()
            return update(*args, **kwargs)

        monkeypatch.setattr(it, "update", late)

    meanwhile(ItemState.APPROVED)
    with pytest.raises(Refused, match="just now"):
        portfolio.take_back(family.mum, made.id, NOW)
    with pytest.raises(Refused, match="just now"):
        review.send_back(family.teacher, made.id, "Why?", NOW)
    meanwhile(ItemState.TAKEN_BACK)
    with pytest.raises(Refused, match="just now"):
        review.approve(family.teacher, [made.id], NOW)
    assert models.PortfolioItem.get_by_id(made.id).state == "waiting"  # rolled back, both
