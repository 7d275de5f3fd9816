"""The page of a draft's code: the class tablet sends to one post, and to nothing else."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from db import media, models, story, story_drafts, story_photos, story_uploads
from db.clock import utc_now
from db.connection import writing
from db.uploads import FULL
from kiosk.decoding import front
from kiosk.web import code_page, incoming
from tests import sending
from tests.conftest import NOW, Here
from tests.db.stories import news
from tests.decoding.planted import COORDINATES, SECRET, document, photo, recording
from tests.names import HOSTILE, is_harmless
from tests.web.conftest import Clock, new_phone
from tests.web.test_nothing_told import nothing_planted
from tests.web.test_receiving import JSON, left_over, port  # noqa: F401
from tests.web.test_uploads import jpeg, send


@pytest.fixture
def post(here: Here) -> int:
    return story_drafts.save(here.leader, news(here), NOW)


@pytest.fixture
def code(here: Here, post: int) -> str:
    return story_uploads.make(here.leader, post, NOW, most_files=3).code


def files() -> list[models.PostFile]:
    return list(models.PostFile.select().order_by(models.PostFile.id))


def test_r7_a_photo_is_in_the_draft_and_nobody_has_said_who_is_in_it(
    phone: TestClient, here: Here, post: int, code: str
) -> None:
    page = phone.get(f"/S/{code.upper()}")
    assert (page.status_code, "works until 10:40" in page.text) == (200, True)
    assert "We grew beans" not in page.text
    assert "Aisha" not in page.text
    answer = send(phone, f"/s/{code}", jpeg(), caption="Beans on a sill")
    assert (answer.status_code, "0.jpg: saved" in answer.text) == (200, True)
    (found,) = story_drafts.draft(here.leader, post).files
    assert (found.file.caption, found.answered, found.may_be_shown) == (
        "Beans on a sill",
        False,
        False,
    )
    assert models.PortfolioItem.select().count() == 0
    assert media.check(every_byte=True) == []


@pytest.mark.parametrize("form", ["jpg", "heic", "pdf", "mp4"])
def test_r28_nothing_of_the_place_and_the_device_is_stored(
    phone: TestClient,
    here: Here,
    post: int,
    code: str,
    tmp_path_factory: pytest.TempPathFactory,
    form: str,
) -> None:
    name = tmp_path_factory.mktemp("tablet") / f"{SECRET}.{form}"
    make = {"pdf": document, "mp4": recording}.get(form, photo)
    answer = send(phone, f"/s/{code}", make(name).read_bytes(), accept=JSON)
    assert answer.json()["files"][0]["saved"], answer.text
    (found,) = story_drafts.draft(here.leader, post).files
    kind = {"pdf": "pdf", "mp4": "video"}.get(form, "photo")
    assert (found.file.kind, found.needs_answer) == (kind, True)
    for stored in here.data.rglob("*"):
        if stored.is_file():
            nothing_planted(stored.read_bytes(), str(stored))
            assert COORDINATES.encode() not in stored.read_bytes()


def test_several_at_once_and_what_is_none_says_why(phone: TestClient, code: str) -> None:
    answer = send(phone, f"/s/{code}", jpeg("red"), b"MZ a program" * 900, jpeg("blue"))
    assert answer.status_code == 200
    assert "1.jpg: This kind of file cannot be taken" in answer.text
    assert len(files()) == 2
    more = send(phone, f"/s/{code}", jpeg("green"), jpeg("black"))
    assert incoming.TOO_MUCH in more.text
    assert len(files()) == 3


def test_a_file_whose_answer_was_lost_is_one_file_also_on_a_code_that_is_full(
    phone: TestClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for colour in ("red", "red", "green", "blue"):
        answer = send(phone, f"/s/{code}", jpeg(colour), accept=JSON)
        assert answer.json()["files"] == [{"name": "0.jpg", "saved": True, "why": ""}]
    assert len(files()) == 3
    monkeypatch.setattr(front, "decode", None)  # and nothing is opened again
    again = send(phone, f"/s/{code}", jpeg("blue"), accept=JSON)
    assert (again.status_code, again.json()["files"][0]["saved"]) == (200, True)
    another = send(phone, f"/s/{code}", jpeg("black"), accept=JSON)
    assert (another.status_code, another.json()["files"][0]["why"]) == (422, FULL)
    assert "as many files" in phone.get(f"/s/{code}").text
    assert send(phone, f"/s/{code}", jpeg("black")).status_code == 422
    assert (len(files()), media.check()) == (3, [])


def test_the_same_file_twice_at_the_same_moment_is_one_file(
    here: Here,
    post: int,
    port: int,  # noqa: F811
) -> None:
    link = story_uploads.make(here.leader, post, utc_now(), most_files=3)
    asked = sending.request(port, f"/s/{link.code}", sending.form({}, jpeg()), accept=JSON)

    async def all_four() -> list[sending.Answer]:
        return await asyncio.gather(*(sending.send(port, asked) for _ in range(4)))

    answers = asyncio.run(all_four())
    assert [json.loads(it.body)["files"][0]["saved"] for it in answers] == [True] * 4
    assert len(files()) == 1
    assert story_uploads.state(link.id, utc_now()).left == 2


@pytest.mark.parametrize("how", ["old", "ended", "replaced", "published", "thrown away", "guess"])
def test_a_code_that_is_over_is_an_address_that_does_not_exist(
    phone: TestClient, here: Here, clock: Clock, post: int, how: str
) -> None:
    link = story_uploads.make(here.leader, post, NOW)
    code = link.code
    if how == "old":
        clock.now = NOW + story_uploads.VALID
    elif how == "ended":
        story_uploads.end(link.id, NOW)
    elif how == "replaced":
        story_uploads.make(here.leader, post, NOW)
    elif how == "published":
        story.publish(here.leader, post, NOW)
    elif how == "thrown away":
        story_drafts.discard(here.leader, post, NOW)
    else:
        code = "a" * 26
    nothing = phone.get("/nothing/here")
    for answer in (phone.get(f"/s/{code}"), send(phone, f"/s/{code}", jpeg())):
        assert (answer.status_code, answer.content) == (404, nothing.content)
    by_script = send(phone, f"/s/{code}", jpeg(), accept=JSON)
    assert (by_script.status_code, by_script.json()["files"]) == (404, [])
    assert (files(), left_over(here), models.Media.select().count()) == ([], [], 0)


def test_a_draft_that_is_published_while_its_photo_comes_takes_it_no_more(
    phone: TestClient, here: Here, post: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode = front.decode

    async def meanwhile(*given: object) -> object:
        decoded = await decode(*given)  # type: ignore[arg-type]
        story.publish(here.leader, post, NOW)
        return decoded

    monkeypatch.setattr(front, "decode", meanwhile)
    answer = send(phone, f"/s/{code}", jpeg(), accept=JSON)
    assert (answer.status_code, answer.json()["files"][0]["saved"]) == (422, False)
    assert (files(), models.Media.select().count(), media.check()) == ([], 0, [])


def test_a_code_is_for_no_portfolio_and_an_upload_link_for_no_draft(
    phone: TestClient, code: str
) -> None:
    assert phone.get(f"/u/{code}").status_code == 404
    assert send(phone, f"/u/{code}", jpeg()).status_code == 404
    assert send(phone, f"/s/{code}", jpeg(), accept=JSON).status_code == 200


def test_names_and_captions_are_only_ever_words(
    phone: TestClient, here: Here, post: int, code: str
) -> None:
    before = {it for it in here.data.rglob("*") if "media" not in it.parts}
    with writing():
        models.PostUploadLink.update(most_files=20).execute()
    many = [it for it in HOSTILE if "\ud800" not in it][:12]
    for number, name in enumerate([*many, "../../etc/passwd", "C:\\x\\y.jpg", "<b>x</b>.jpg"]):
        out = BytesIO()
        Image.new("RGB", (40, 30), (number * 9, 0, 0)).save(out, "JPEG")
        answer = phone.post(
            f"/s/{code}",
            data={"caption": name},
            files=[("files", (name, out.getvalue(), "text/html"))],
        )
        assert "<b>x" not in answer.text
        assert "\x1b" not in answer.text
        assert "\u202e" not in answer.text
    kept = story_drafts.draft(here.leader, post).files
    assert kept
    assert all(is_harmless(it.file.caption) for it in kept)
    after = {it for it in here.data.rglob("*") if "media" not in it.parts}
    assert after - before <= {here.data / "incoming"}


def test_what_a_code_may_not_say_is_refused_before_it_is_opened(
    phone: TestClient, here: Here, post: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "decode", None)
    answer = send(phone, f"/s/{code}", jpeg(), accept=JSON, caption="a" * 201)
    assert "at most 200" in answer.json()["files"][0]["why"]
    for _ in range(3 * code_page.REFUSED_A_FILE):
        send(phone, f"/s/{code}", b"MZ a program" * 900, accept=JSON)
    spent = send(phone, f"/s/{code}", jpeg(), accept=JSON)
    assert (spent.status_code, spent.json()["why"]) == (422, code_page.CODE_SPENT)
    fresh = story_uploads.make(here.leader, post, NOW).code
    assert phone.get(f"/s/{fresh}").status_code == 200


def test_a_full_store_takes_nothing_and_no_portfolio_counts(
    here: Here, clock: Clock, code: str
) -> None:
    with new_phone(here, clock) as client:
        state = client.app.state  # type: ignore[attr-defined]
        usual = state.settings
        state.settings = replace(usual, uploads=replace(usual.uploads, pupil_bytes=1))
        assert send(client, f"/s/{code}", jpeg("red"), accept=JSON).status_code == 200
        state.settings = replace(usual, uploads=replace(usual.uploads, store_bytes=1))
        full = send(client, f"/s/{code}", jpeg("blue"), accept=JSON)
    assert (full.status_code, full.json()["why"]) == (422, media.DISK_FULL)
    assert len(files()) == 1


def test_what_was_sent_outlives_the_sweep_until_it_is_taken_out(
    phone: TestClient, here: Here, post: int, code: str
) -> None:
    send(phone, f"/s/{code}", jpeg(), accept=JSON)
    assert media.sweep(NOW + timedelta(days=1)) == media.Swept(0, ())
    (found,) = story_drafts.draft(here.leader, post).files
    kept = [media.path(found.file.sha256), media.path(found.file.poster_sha256)]
    assert all(it.is_file() for it in kept)
    story_photos.remove(here.leader, found.file.id, NOW)
    assert not any(Path(it).exists() for it in kept)
