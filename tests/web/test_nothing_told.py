"""R28, from end to end: what a file told of place, time and device is in no byte that is stored
and in none that is served."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from db import models
from tests.conftest import Here
from tests.decoding.planted import (
    COORDINATES,
    FILMS,
    PLANTED,
    SECRET,
    SOUNDS,
    document,
    photo,
    recording,
)
from tests.web.conftest import parent_of, signed_in

PHOTOS = ("jpg", "png", "webp", "gif", "avif", "heic")
TYPES = {
    "photo": ("image/jpeg", "image/png"),
    "pdf": ("application/pdf",),
    "video": ("video/mp4", "video/webm"),
    "audio": ("audio/mp4", "audio/mpeg", "audio/wav", "audio/ogg", "audio/webm"),
}


def planted_file(folder: Path, form: str) -> Path:
    file = folder / f"{SECRET}.{form}"
    if form in PHOTOS:
        return photo(file)
    return document(file) if form == "pdf" else recording(file)


@pytest.mark.parametrize("form", [*PHOTOS, "pdf", *FILMS, *SOUNDS])
def test_r28_nothing_planted_is_stored_or_served(
    phone: TestClient, here: Here, tmp_path_factory: pytest.TempPathFactory, form: str
) -> None:
    file = planted_file(tmp_path_factory.mktemp("phone"), form)
    aisha = here.pupil_ids[0]
    signed_in(phone, parent_of(here, aisha))
    with file.open("rb") as opened:
        answer = phone.post(
            f"/child/{aisha}/portfolio",
            files=[("files", (file.name, opened, "text/html"))],
            headers={"Accept": "application/json"},
        )
    assert answer.status_code == 200, answer.text
    held = models.Media.get()
    assert held.content_type in TYPES[held.kind]
    for stored in here.data.rglob("*"):
        if stored.is_file():
            nothing_planted(stored.read_bytes(), str(stored))
    whole = phone.get(f"/media/{held.sha256}")
    assert (whole.status_code, whole.headers["content-type"]) == (200, held.content_type)
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in whole.headers["content-security-policy"]
    if held.kind == "pdf":
        assert whole.headers["content-disposition"].startswith("attachment")
    served = {"whole": whole.content, "page": phone.get(f"/child/{aisha}/portfolio").content}
    if held.poster_sha256:
        served["small"] = phone.get(f"/media/{held.sha256}/small").content
        assert served["small"].startswith(b"\xff\xd8\xff")
    for name, body in served.items():
        nothing_planted(body, name)
    assert COORDINATES not in str(whole.headers)


def nothing_planted(held: bytes, where: str) -> None:
    assert [it for it in PLANTED if it in held] == [], where


def test_a_film_is_served_in_parts(
    phone: TestClient, here: Here, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = recording(tmp_path_factory.mktemp("phone") / "a.mp4")
    aisha = here.pupil_ids[0]
    signed_in(phone, parent_of(here, aisha))
    with file.open("rb") as opened:
        phone.post(f"/child/{aisha}/portfolio", files=[("files", ("a.mp4", opened))])
    held = models.Media.get()
    part = phone.get(f"/media/{held.sha256}", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert part.headers["content-range"] == f"bytes 4-7/{held.size}"
