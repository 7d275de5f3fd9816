"""Whatever is sent: the picture stays, what it tells of place, time and device does not."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import zipfile
import zlib
from pathlib import Path

import av
import pypdfium2
import pytest
from PIL import Image

from kiosk.decoding import Decoded, Limits, Undecodable, decode, format_of
from kiosk.decoding.front import CRASHED, SUFFIXES, TOO_SLOW
from kiosk.decoding.kinds import EMPTY, TWO_AT_ONCE, UNKNOWN
from tests.decoding.planted import (
    FILMS,
    PLANTED,
    SECRET,
    SOUNDS,
    document,
    photo,
    picture,
    recording,
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def nothing_planted(made: Decoded) -> None:
    for file in (made.clean_path, made.poster_path):
        if file is not None:
            stored = file.read_bytes()
            assert [word for word in PLANTED if word in stored] == []


async def sentence(path: Path, out: Path, limits: Limits = Limits()) -> str:  # noqa: B008
    with pytest.raises(Undecodable) as refusal:
        await decode(path, out, limits)
    assert list(out.iterdir()) == []
    said = str(refusal.value)
    assert said.endswith(".")
    return said


@pytest.mark.parametrize("form", ["jpg", "png", "webp", "gif", "avif", "heic"])
async def test_r28_a_photo_keeps_only_its_colours(form: str, tmp_path: Path, out: Path) -> None:
    file = photo(tmp_path / f"a.{form}")
    assert form in ("heic", "avif", "webp") or SECRET.encode() in file.read_bytes()
    made = await decode(file.rename(tmp_path / "named.exe"), out, Limits())
    nothing_planted(made)
    assert (made.kind, made.width, made.height) == ("photo", 64, 32)
    with Image.open(made.clean_path) as clean:
        assert not clean.getexif()
        assert set(clean.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        red, _, blue = clean.convert("RGB").getpixel((8, 16))
        assert red > 200 > 60 > blue
    with Image.open(made.poster_path) as poster:
        assert poster.size == (64, 32)


@pytest.mark.parametrize("form", ["jpg", "png", "webp", "avif"])
async def test_a_photo_is_turned_the_right_way_up(form: str, tmp_path: Path, out: Path) -> None:
    made = await decode(photo(tmp_path / f"a.{form}", turn=6), out, Limits())
    assert (made.width, made.height) == (32, 64)
    with Image.open(made.clean_path) as clean:
        top = clean.convert("RGB").getpixel((16, 8))
        assert top[0] > 200 > 60 > top[2]


async def test_see_through_parts_stay(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.png"
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file)
    made = await decode(file, out, Limits())
    assert made.content_type == "image/png"
    with Image.open(made.clean_path) as clean, Image.open(made.poster_path) as poster:
        assert clean.getpixel((0, 0))[3] == 0
        assert min(poster.getpixel((0, 0))) > 250


async def test_a_large_photo_is_drawn_down(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.jpg"
    picture((1200, 600)).save(file)
    made = await decode(file, out, Limits(longest_side=400, poster_side=100))
    assert (made.width, made.height) == (400, 200)
    with Image.open(made.poster_path) as poster:
        assert poster.size == (100, 50)


async def test_r28_a_pdf_is_drawn_anew(tmp_path: Path, out: Path) -> None:
    file = document(tmp_path / "a.pdf")
    assert SECRET.encode() in file.read_bytes()
    made = await decode(file, out, Limits())
    nothing_planted(made)
    assert (made.kind, made.content_type, made.pages) == ("pdf", "application/pdf", 2)
    clean = pypdfium2.PdfDocument(made.clean_path)
    assert len(clean) == 2
    assert clean.get_metadata_dict(skip_empty=True).keys() <= {"Creator", "CreationDate"}
    assert clean.count_attachments() == 0
    assert clean[0].get_size() == (200, 100)
    red, _, blue = clean[0].render().to_pil().convert("RGB").getpixel((10, 75))
    assert red > 200 > 60 > blue


@pytest.mark.parametrize("form", FILMS)
async def test_r28_a_film_keeps_only_pictures_and_sound(
    form: str, tmp_path: Path, out: Path
) -> None:
    file = recording(tmp_path / f"a.{form}", turned=90 if form != "webm" else 0)
    assert SECRET.encode() in file.read_bytes()
    made = await decode(file.rename(tmp_path / "named.jpg"), out, Limits())
    nothing_planted(made)
    assert b"x264" not in made.clean_path.read_bytes()
    assert made.kind == "video"
    assert made.content_type == ("video/webm" if form == "webm" else "video/mp4")
    assert made.seconds == pytest.approx(1, abs=0.2)
    turned = form != "webm"
    assert (made.width, made.height) == ((32, 64) if turned else (64, 32))
    with av.open(str(made.clean_path)) as clean:
        assert [stream.type for stream in clean.streams] == ["video", "audio"]
        assert not clean.chapters()
        frames = list(clean.decode(video=0))
        assert len(frames) == 10
        assert abs(frames[0].rotation) == (90 if turned else 0)


@pytest.mark.parametrize("form", SOUNDS)
async def test_r28_a_sound_keeps_only_sound(form: str, tmp_path: Path, out: Path) -> None:
    file = recording(tmp_path / f"a.{form}")
    assert SECRET.encode() in file.read_bytes()
    made = await decode(file, out, Limits())
    nothing_planted(made)
    assert (made.kind, made.poster_path) == ("audio", None)
    assert made.seconds == pytest.approx(1, abs=0.2)
    with av.open(str(made.clean_path)) as clean:
        assert sum(frame.samples for frame in clean.decode(audio=0)) > 40_000


async def test_a_bomb_of_pixels(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.png"
    Image.new("1", (9000, 9000)).save(file)
    assert "too many pixels" in await sentence(file, out)


async def test_between_once_and_twice_the_limit_is_too_much_too(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.png"
    picture((120, 100)).save(file)
    assert "too many pixels" in await sentence(file, out, Limits(pixels=10_000))


async def test_a_bomb_of_frames(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.gif"
    shades = [Image.new("L", (4, 4), shade) for shade in range(40)]
    shades[0].save(file, save_all=True, append_images=shades[1:])
    assert "moving picture is too long" in await sentence(file, out, Limits(frames=30))


async def test_a_bomb_of_pages(tmp_path: Path, out: Path) -> None:
    assert "21 pages" in await sentence(document(tmp_path / "a.pdf", 21), out)


async def test_a_page_as_large_as_a_field_is_drawn_small_or_refused(
    tmp_path: Path, out: Path
) -> None:
    made = pypdfium2.PdfDocument.new()
    made.new_page(1_000_000, 10)
    made.save(tmp_path / "a.pdf")
    assert "too large" in await sentence(tmp_path / "a.pdf", out)


async def test_a_bomb_of_seconds(tmp_path: Path, out: Path) -> None:
    file = recording(tmp_path / "a.mp3", seconds=3)
    assert "too long" in await sentence(file, out, Limits(seconds=2))


async def test_a_bomb_of_bytes(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"\xff\xd8\xff" + bytes(2 << 20))
    assert "at most 1 MB" in await sentence(file, out, Limits(file_bytes=1 << 20))


async def test_what_comes_out_has_its_limit_too(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.webp"
    noise = Image.effect_noise((600, 600), 90).convert("RGBA")
    noise.putpixel((0, 0), (0, 0, 0, 0))
    noise.save(file, quality=1)
    assert "too large" in await sentence(file, out, Limits(file_bytes=100_000))


async def test_a_worker_has_only_so_much_memory(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.png"
    Image.new("RGB", (7000, 7000)).save(file, compress_level=1)
    said = await sentence(file, out, Limits(memory=300 << 20))
    assert "memory" in said or said == CRASHED


@pytest.mark.parametrize("form", ["jpg", "png", "webp", "avif", "heic", "pdf", "mp4", "webm"])
async def test_half_a_file(form: str, tmp_path: Path, out: Path) -> None:
    file = tmp_path / f"a.{form}"
    made = document(file) if form == "pdf" else (recording if form in FILMS else photo)(file)
    whole = made.read_bytes()
    whole = whole[: whole.rfind(b"ftypmp42") - 4] if form == "jpg" else whole
    file.write_bytes(whole[: len(whole) // 3])
    await sentence(file, out)


@pytest.mark.parametrize(
    ("bytes_", "said"),
    [
        (b"", EMPTY),
        (b"MZ\x90\0", UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNKNOWN),
        (b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", UNKNOWN),
        (b"GIF89a/*%PDF-1.7", TWO_AT_ONCE),
        (b"\xff\xd8\xff\xfe\0\x20<script>alert(1)</script>", TWO_AT_ONCE),
        (b"%PDF-1.7\n<html>", TWO_AT_ONCE),
    ],
)
async def test_unknown_and_double_files(
    bytes_: bytes, said: str, tmp_path: Path, out: Path
) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(bytes_)
    assert await sentence(file, out) == said


async def test_an_archive_behind_a_picture(tmp_path: Path, out: Path) -> None:
    file = photo(tmp_path / "a.png")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("a", "a")
    assert await sentence(file, out) == TWO_AT_ONCE


async def test_a_head_alone_is_no_file(tmp_path: Path, out: Path) -> None:
    for head in (b"OggS\0" + bytes(90), b"ID3\4" + bytes(90), b"RIFF\xff\xff\xff\xffWAVE"):
        file = tmp_path / "a"
        file.write_bytes(head)
        format_of(file)
        await sentence(file, out)


async def test_a_file_never_names_another(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(b"ffconcat version 1.0\nfile '/etc/passwd'\n")
    assert await sentence(file, out) == UNKNOWN


async def _slow_worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Path, Path]:
    """A worker that gets its order and does nothing, and the file it writes its number to."""
    told = tmp_path / "told"
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\necho $$ > {told}.new\nmv {told}.new {told}\nexec sleep 60\n")
    script.chmod(0o755)
    monkeypatch.setattr("kiosk.decoding.front.sys.executable", str(script))
    return photo(tmp_path / "a.png"), told


async def _number(told: Path) -> int:
    async with asyncio.timeout(10):
        while not told.exists():
            await asyncio.sleep(0.01)
    return int(told.read_text())


def _is_gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


async def test_a_worker_that_takes_too_long_is_ended(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, told = await _slow_worker(monkeypatch, tmp_path)
    assert await sentence(file, out, Limits(wall_seconds=0.5)) == TOO_SLOW
    assert not told.exists() or _is_gone(int(told.read_text()))


async def test_a_worker_that_is_killed_is_a_sentence(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, told = await _slow_worker(monkeypatch, tmp_path)
    waiting = asyncio.create_task(sentence(file, out))
    os.kill(await _number(told), signal.SIGKILL)
    assert await waiting == TOO_SLOW


async def test_cancelling_kills_the_worker(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, told = await _slow_worker(monkeypatch, tmp_path)
    (out / "clean.jpg").write_bytes(b"half")
    waiting = asyncio.create_task(decode(file, out, Limits()))
    number = await _number(told)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert _is_gone(number)
    assert list(out.iterdir()) == []


async def test_cpu_time_has_its_limit(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "a.gif"
    Image.effect_noise((5000, 5000), 90).save(file)
    limits = Limits(cpu_seconds=0)
    assert await sentence(file, out, limits) == TOO_SLOW


async def test_a_bomb_in_a_profile_or_a_comment(tmp_path: Path, out: Path) -> None:
    chunk = b"zTXt" + b"Comment\0\0" + zlib.compress(bytes(80 << 20))
    whole = photo(tmp_path / "a.png").read_bytes()
    at = 33  # behind the header
    length = (len(chunk) - 4).to_bytes(4, "big")
    bomb = whole[:at] + length + chunk + zlib.crc32(chunk).to_bytes(4, "big") + whole[at:]
    file = tmp_path / "b.png"
    file.write_bytes(bomb)
    await sentence(file, out)


async def test_a_pdf_gets_less_time_than_a_film(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = document(tmp_path / "a.pdf")
    assert await sentence(paper, out, Limits(pdf_cpu_seconds=0)) == TOO_SLOW
    made = await decode(recording(tmp_path / "a.mp4"), out, Limits(pdf_cpu_seconds=0))
    assert made.kind == "video"
    for file in out.iterdir():
        file.unlink()
    await _slow_worker(monkeypatch, tmp_path)
    async with asyncio.timeout(10):
        assert await sentence(paper, out, Limits(pdf_wall_seconds=0.5)) == TOO_SLOW
    papers, films = Limits().of("pdf"), Limits().of("stream")
    assert (papers.cpu_seconds, papers.wall_seconds) == (20, 30)
    assert (films.cpu_seconds, films.wall_seconds) == (60, 90)


@pytest.mark.parametrize("ending", ["cancelled", "ended by itself"])
async def test_what_a_worker_started_ends_with_it(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    file, told = await _slow_worker(monkeypatch, tmp_path)
    script = tmp_path / "python"
    last = "exit 3" if ending == "ended by itself" else "exec sleep 60"
    script.write_text(
        f"#!/bin/sh\nsleep 60 >/dev/null &\necho $! > {told}.new\nmv {told}.new {told}\n{last}\n"
    )
    waiting = asyncio.create_task(decode(file, out, Limits()))
    number = await _number(told)
    if ending == "cancelled":
        waiting.cancel()
    with pytest.raises((asyncio.CancelledError, Undecodable)):
        await waiting
    async with asyncio.timeout(5):
        while not _is_gone(number) and not _is_dead(number):
            await asyncio.sleep(0.01)


def _is_dead(number: int) -> bool:
    """Killed, though nobody has asked how it ended yet."""
    told = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(number)], capture_output=True, check=False
    )
    return told.stdout.strip()[:1] in (b"Z", b"")


def _says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: dict[str, object]) -> Path:
    """A worker that a file has taken over: it makes files of all names and says what it likes."""
    names = " ".join(f"clean{it}" for it in {*SUFFIXES.values(), ".html", ".svg"})
    script = tmp_path / "python"
    script.write_text(
        "#!/bin/sh\ncat > /dev/null\n"
        f"for it in {names} poster.jpg; do echo x > $it; done\n"
        f"echo '{json.dumps({'decoded': said})}'\n"
    )
    script.chmod(0o755)
    monkeypatch.setattr("kiosk.decoding.front.sys.executable", str(script))
    return photo(tmp_path / "a.png")


SAID = {
    "kind": "photo",
    "content_type": "image/jpeg",
    "clean_path": "clean.jpg",
    "poster_path": "poster.jpg",
    "width": 1,
    "height": 1,
    "seconds": 0,
    "pages": 0,
}


@pytest.mark.parametrize(
    "lie",
    [
        {"content_type": "text/html"},
        {"content_type": "image/svg+xml", "clean_path": "clean.svg"},
        {"content_type": "text/html", "clean_path": "clean.html"},
        {"clean_path": "clean.html"},
        {"kind": "story"},
        {"kind": "pdf"},
        {"content_type": "image/png"},
        {"poster_path": "clean.html"},
        {"content_type": ["image/jpeg"]},
    ],
)
async def test_a_worker_is_believed_only_what_decoders_make(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, lie: dict[str, object]
) -> None:
    file = _says(monkeypatch, tmp_path, SAID | lie)
    with pytest.raises(Undecodable) as refusal:
        await decode(file, out, Limits())
    assert str(refusal.value) == CRASHED


@pytest.mark.parametrize(("kind", "content_type"), SUFFIXES)
async def test_a_worker_is_believed_what_decoders_make(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, kind: str, content_type: str
) -> None:
    name = f"clean{SUFFIXES[kind, content_type]}"
    said = SAID | {"kind": kind, "content_type": content_type, "clean_path": name}
    made = await decode(_says(monkeypatch, tmp_path, said), out, Limits())
    assert (made.kind, made.content_type, made.clean_path.name) == (kind, content_type, name)
