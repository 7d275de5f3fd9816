"""Files as they are served: in parts, kept by the phone alone, never run, never another's."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from db import media, models, portfolio, withdrawal
from tests.conftest import NOW, Here
from tests.portfolios import two_families
from tests.web.conftest import parent_of, signed_in

BODY = bytes(range(256)) * 4


@pytest.fixture
def film(phone: TestClient, here: Here) -> str:
    """A film in Aisha's portfolio, whose parent has the phone."""
    return kept(phone, here, "video", "video/mp4")


def kept(phone: TestClient, here: Here, kind: str, content_type: str) -> str:
    family = two_families(here)
    clean = here.data / "clean"
    clean.write_bytes(BODY)
    name = media.keep(clean, None, media.Facts(kind, content_type), NOW).sha256
    portfolio.add_media(family.aisha.id, name, "", NOW, key="1", sender=family.mum)
    signed_in(phone, parent_of(here, family.aisha.id, "Jo Hill"))
    return name


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=0-3", 206, BODY[:4]),
        ("bytes=1000-", 206, BODY[1000:]),
        ("bytes=-4", 206, BODY[-4:]),
        ("bytes=0-99999", 206, BODY),
        ("bytes=5000-", 416, None),
        ("bytes=9-2", 400, None),
        ("bytes=", 400, None),
        ("lines=1-2", 400, None),
        ("bytes=" + ",".join(f"{at}-{at}" for at in range(0, 1000, 2)), None, None),
    ],
)
def test_parts_of_a_film(
    phone: TestClient, film: str, asked: str, status: int | None, body: bytes | None
) -> None:
    answer = phone.get(f"/media/{film}", headers={"Range": asked})
    if status is not None:
        assert answer.status_code == status
    assert answer.status_code < 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    if body is not None:
        assert answer.content == body


def test_a_phone_keeps_a_file_and_asks_each_time_whether_it_still_may(
    phone: TestClient, here: Here, film: str
) -> None:
    first = phone.get(f"/media/{film}")
    assert (first.status_code, first.content) == (200, BODY)
    assert first.headers["cache-control"] == "private, no-cache"
    again = phone.get(f"/media/{film}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "private, no-cache"
    other = phone.get(f"/media/{film}", headers={"If-None-Match": '"another"'})
    assert other.status_code == 200
    parent = models.Guardian.get(models.Guardian.name == "Jo Hill")
    withdrawal.withdraw(here.leader, parent.id, "moved away", NOW)
    gone = phone.get(f"/media/{film}", headers={"If-None-Match": first.headers["etag"]})
    assert (gone.status_code, gone.headers["location"], gone.content) == (303, "/", b"")


@pytest.mark.parametrize(
    ("kind", "content_type", "how"),
    [
        ("pdf", "application/pdf", "attachment"),
        ("audio", "audio/mpeg", "inline"),
        ("photo", "image/jpeg", "inline"),
    ],
)
def test_how_each_kind_is_opened(
    phone: TestClient, here: Here, kind: str, content_type: str, how: str
) -> None:
    answer = phone.get(f"/media/{kept(phone, here, kind, content_type)}")
    assert answer.headers["content-type"] == content_type
    assert answer.headers["content-disposition"].startswith(how)
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert answer.headers["content-length"] == str(len(BODY))


def test_only_the_start_is_asked_for_with_head(phone: TestClient, film: str) -> None:
    answer = phone.head(f"/media/{film}")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_file_that_is_lost_is_a_page_and_not_a_crash(
    phone: TestClient, here: Here, film: str
) -> None:
    Path(media.path(film)).unlink()
    answer = phone.get(f"/media/{film}")
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_a_paper_says_that_it_is_downloaded_and_taking_back_asks_first(
    phone: TestClient, here: Here
) -> None:
    kept(phone, here, "pdf", "application/pdf")
    page = phone.get(f"/child/{here.pupil_ids[0]}/portfolio").text
    assert "touch it to download it" in page
    assert page.index("<summary") < page.index("Yes, take it back")
