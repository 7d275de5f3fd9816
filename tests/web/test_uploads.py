"""Files from phones: by a link, by a parent; what is saved is told, what is not says why."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from db import media, models, portfolio, roster, uploads
from kiosk.web import incoming
from tests.conftest import NOW, Here
from tests.portfolios import two_families
from tests.web.conftest import Clock, new_phone, parent_of, signed_in

GPS = {1: "N", 2: (51.0, 30.0, 26.0)}


def jpeg(colour: str = "red", size: tuple[int, int] = (640, 480)) -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Phonemaker"
    exif[0x8825] = GPS
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif, comment=b"my secret place")
    return out.getvalue()


@pytest.fixture
def code(here: Here) -> str:
    family = two_families(here)
    return uploads.make(family.aisha, family.aisha.id, NOW, most_files=3).code


def items() -> list[models.PortfolioItem]:
    return list(models.PortfolioItem.select().order_by(models.PortfolioItem.id))


def send(client: TestClient, path: str, *files: bytes, accept: str = "*/*", caption: str = ""):  # type: ignore[no-untyped-def]
    return client.post(
        path,
        data={"caption": caption},
        files=[("files", (f"{at}.jpg", it, "image/jpeg")) for at, it in enumerate(files)],
        headers={"Accept": accept},
    )


def test_r28_a_photo_by_link_is_an_item_and_nothing_of_the_place_is_kept(
    phone: TestClient, here: Here, code: str
) -> None:
    assert "For Aisha" in phone.get(f"/U/{code.upper()}").text
    answer = send(phone, f"/u/{code}", jpeg(), caption="My boat")
    assert (answer.status_code, "0.jpg: saved" in answer.text) == (200, True)
    (item,) = items()
    assert item.media is not None
    assert (item.words, item.state, item.guardian_id, item.media.kind) == (
        "My boat",
        "waiting",
        None,
        "photo",
    )
    assert media.check(every_byte=True) == []
    for file in (here.data / "media").rglob("*"):
        if file.is_file():
            assert not any(it in file.read_bytes() for it in (b"Phonemaker", b"Exif", b"secret"))
    assert list((here.data / "incoming").iterdir()) == []


def test_the_same_file_twice_is_one_item(phone: TestClient, code: str) -> None:
    for _ in range(2):
        answer = send(phone, f"/u/{code}", jpeg(), accept="application/json")
        assert answer.json()["files"] == [{"name": "0.jpg", "saved": True, "why": ""}]
    assert len(items()) == 1
    assert uploads.look(code, NOW).left == 2


def test_several_at_once_and_what_is_none_says_why(phone: TestClient, code: str) -> None:
    answer = send(phone, f"/u/{code}", jpeg("red"), b"MZ a program" * 900, jpeg("blue"))
    assert answer.status_code == 200
    assert "1.jpg: This kind of file cannot be taken" in answer.text
    assert len(items()) == 2
    assert media.check(every_byte=True) == []


def test_a_full_an_old_and_a_guessed_link(
    phone: TestClient, clock: Clock, here: Here, code: str
) -> None:
    for colour in ("red", "green", "blue"):
        assert send(phone, f"/u/{code}", jpeg(colour)).status_code == 200
    full = send(phone, f"/u/{code}", jpeg("black"), accept="application/json")
    assert (full.status_code, "as many files" in full.json()["files"][0]["why"]) == (422, True)
    assert "as many files" in phone.get(f"/u/{code}").text
    clock.now = NOW + timedelta(minutes=11)
    old, guessed = phone.get(f"/u/{code}"), phone.get(f"/u/{'a' * 26}")
    assert (old.status_code, old.content) == (guessed.status_code, guessed.content)
    assert send(phone, f"/u/{code}", jpeg("pink")).content == old.content
    assert len(items()) == 3


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "application/json"}, b"{}", 415),
        ({"Content-Type": "multipart/form-data"}, b"--x", 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"nothing of the kind", 400),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x\r\n\r\n", 400),
        (
            {"Content-Type": "multipart/form-data; boundary=x"},
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nhalf',
            400,
        ),
        (
            {"Content-Type": "multipart/form-data; boundary=x"},
            b"--x\r\n" + b"A: b\r\n" * 500 + b"\r\n\r\n--x--\r\n",
            400,
        ),
        ({"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "9" * 12}, b"", 413),
    ],
    ids=["json", "no boundary", "no parts", "ends early", "half", "many headers", "too long"],
)
def test_what_is_no_form_is_a_page(
    phone: TestClient, here: Here, code: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    answer = phone.post(f"/u/{code}", content=body, headers=headers)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert items() == []
    assert list((here.data / "incoming").glob("*")) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00b.jpg", "C:\\x\\y.jpg", "<b>x</b>.jpg", "\u202egpj.exe", ""]
)
def test_a_name_is_only_ever_shown(phone: TestClient, here: Here, code: str, name: str) -> None:
    before = {it for it in here.data.rglob("*") if "media" not in it.parts}
    answer = phone.post(f"/u/{code}", files=[("files", (name, jpeg(), "text/html"))])
    assert "<b>x" not in answer.text
    assert "\x00" not in answer.text
    after = {it for it in here.data.rglob("*") if "media" not in it.parts}
    assert after - before <= {here.data / "incoming"}


@pytest.mark.parametrize("accept", ["application/json", "*/*"])
def test_a_file_that_is_too_large_is_refused(
    here: Here, clock: Clock, code: str, accept: str
) -> None:
    with new_phone(here, clock) as client:
        client.app.state.settings = _small(client)  # type: ignore[attr-defined]
        answer = send(client, f"/u/{code}", jpeg() + b"\0" * (2 << 20), accept=accept)
    assert answer.status_code == (413 if accept == "application/json" else 422)
    assert "too large. Please send at most 1 MB" in answer.text
    assert items() == []


def _small(client: TestClient):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    settings = client.app.state.settings  # type: ignore[attr-defined]
    return replace(settings, uploads=replace(settings.uploads, file_bytes=1 << 20))


def test_r16_a_parent_sends_sees_and_takes_back(phone: TestClient, here: Here) -> None:
    aisha = here.pupil_ids[0]
    signed_in(phone, parent_of(here, aisha))
    path = f"/child/{aisha}/portfolio"
    assert "Nothing is here yet" in phone.get(path).text
    answer = send(phone, path, jpeg(), caption="From home")
    assert "saved" in answer.text
    (item,) = items()
    assert item.guardian is not None
    assert item.guardian.name == "Sam Hill"
    page = phone.get(path).text
    assert "From home" in page
    assert f"/media/{item.media_id}/small" in page
    for name in (f"/media/{item.media_id}", f"/media/{item.media_id}/small"):
        picture = phone.get(name)
        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
        assert picture.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in picture.headers["content-security-policy"]
    words = phone.post(path, data={"words": "A poem", "key": "one"})
    assert (words.status_code, words.headers["location"]) == (303, path)
    phone.post(path, data={"words": "A poem", "key": "one"})
    assert len(items()) == 2
    assert phone.post(f"{path}/{item.id}/take-back").status_code == 303
    assert phone.get(f"/media/{item.media_id}").status_code == 404
    assert "From home" not in phone.get(path).text


def test_r16_another_familys_ids_are_not_found(phone: TestClient, here: Here) -> None:
    aisha, other = here.pupil_ids[:2]
    family = two_families(here)
    name = _photo(here.data)
    item = portfolio.add_media(aisha, name, "", NOW, key="1", sender=family.mum)
    signed_in(phone, parent_of(here, other, "Eve Hill"))
    nothing = phone.get("/nothing/here")
    for answer in (
        phone.get(f"/child/{aisha}/portfolio"),
        phone.get("/child/999/portfolio"),
        phone.get(f"/media/{name}"),
        phone.get(f"/media/{name}/small"),
        phone.get(f"/media/{'a' * 64}"),
        phone.get("/media/..%2f..%2fkiosk.sqlite3"),
        send(phone, f"/child/{aisha}/portfolio", jpeg()),
        phone.post(f"/child/{aisha}/portfolio", data={"words": "mine", "key": "x"}),
        phone.post(f"/child/{aisha}/portfolio/{item.id}/take-back"),
        phone.post(f"/child/{other}/portfolio/{item.id}/take-back"),
    ):
        assert (answer.status_code, answer.content) == (404, nothing.content)
    assert len(items()) == 1


def _photo(folder: Path) -> str:
    clean = folder / "clean.jpg"
    clean.write_bytes(jpeg())
    return media.keep(clean, clean, media.Facts("photo", "image/jpeg", 640, 480), NOW).sha256


def test_who_is_not_confirmed_gets_nowhere(phone: TestClient, here: Here) -> None:
    aisha = roster.pupils(here.maple.id)[0].id
    nothing = phone.get("/nothing/here").content
    assert phone.get(f"/child/{aisha}/portfolio").content == nothing
    signed_in(phone, parent_of(here, aisha, confirmed=False))
    assert phone.get(f"/child/{aisha}/portfolio").content == nothing
    assert send(phone, f"/child/{aisha}/portfolio", jpeg()).content == nothing
    assert json.dumps([it.id for it in items()]) == "[]"


def test_a_form_from_another_page_sends_nothing(phone: TestClient, here: Here, code: str) -> None:
    answer = phone.post(
        f"/u/{code}", files=[("files", ("a.jpg", jpeg()))], headers={"Origin": "http://evil"}
    )
    assert (answer.status_code, items()) == (403, [])


def test_what_a_process_that_is_gone_left_half_received_is_removed(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    for name in (f"{ended.pid}-a", f"{os.getppid()}-b", f"{os.getpid()}-old"):
        (tmp_path / "incoming" / name).mkdir(parents=True)
        (tmp_path / "incoming" / name / "file-1").write_bytes(b"half")
    incoming.clear(tmp_path)
    assert [it.name for it in (tmp_path / "incoming").iterdir()] == [f"{os.getppid()}-b"]
    incoming.clear(tmp_path / "nowhere")
