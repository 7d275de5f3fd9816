"""Files as phones make them, with a secret planted wherever their form lets one hide."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import pillow_heif
import pypdfium2
from PIL import Image, PngImagePlugin

SECRET = "Secret-Place-51.5033"
COORDINATES = "+51.5033-000.1276/"
PLANTED = (  # none of these may be left in what is kept or served
    SECRET.encode(),
    COORDINATES.encode(),
    b"51.5033",
    b"Secret-Place",
    b"Exif\0",
    b"xmpmeta",
)
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>{SECRET}</x:xmpmeta>'.encode()


def exif(turn: int = 1) -> bytes:
    made = Image.Exif()
    made[0x010F] = SECRET  # the camera's maker
    made[0x0112] = turn
    made[0x9286] = SECRET
    gps = made.get_ifd(0x8825)
    gps[1], gps[2] = "N", (51.0, 30.0, 11.88)
    gps[29] = SECRET
    return made.tobytes()


def picture(size: tuple[int, int] = (64, 32), mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    made = Image.new(mode, size, "blue")
    made.paste(Image.new(mode, (size[0] // 2, size[1]), "red"), (0, 0))
    return made


def photo(file: Path, turn: int = 1) -> Path:
    """A picture of the form that the name of `file` says."""
    made, out = picture(), BytesIO()
    form = file.suffix[1:].lower()
    if form == "jpg":
        made.save(out, "JPEG", exif=exif(turn), comment=SECRET.encode(), xmp=XMP)
        out.write(b"\0\0\0\x18ftypmp42" + SECRET.encode())  # a motion photo's film
    elif form == "png":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", SECRET)
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        made.save(out, "PNG", pnginfo=words, exif=exif(turn))
    elif form == "gif":
        more = [picture().rotate(180)]
        made.save(out, "GIF", comment=SECRET.encode(), save_all=True, append_images=more)
    elif form == "heic":
        pillow_heif.from_pillow(made).save(out, exif=exif(), xmp=XMP, quality=90)
    else:
        made.save(out, form.upper(), exif=exif(turn), xmp=XMP)
    file.write_bytes(out.getvalue())
    return file


def document(file: Path, pages: int = 2) -> Path:
    made = pypdfium2.PdfDocument.new()
    inner = BytesIO()
    picture().save(inner, "JPEG", exif=exif())
    for _ in range(pages):
        page = made.new_page(200, 100)
        inner.seek(0)
        drawn = pypdfium2.PdfImage.new(made)
        drawn.load_jpeg(inner, inline=True, autoclose=False)
        drawn.set_matrix(pypdfium2.PdfMatrix().scale(100, 50))
        page.insert_obj(drawn)
        page.gen_content()
    made.new_attachment(SECRET).set_data(SECRET.encode())
    made.save(file)
    file.write_bytes(file.read_bytes() + f"\n% {SECRET}\n".encode())
    return file


FILMS = {
    "mp4": ("mp4", "libx264", "aac"),
    "mov": ("mov", "libx264", "aac"),
    "3gp": ("3gp", "mpeg4", "aac"),
    "webm": ("webm", "libvpx", "libvorbis"),
}
SOUNDS = {
    "m4a": ("ipod", "aac"),
    "mp3": ("mp3", "libmp3lame"),
    "wav": ("wav", "pcm_s16le"),
    "ogg": ("ogg", "libopus"),
    "oga": ("ogg", "libvorbis"),
}
TAGS = dict.fromkeys(("title", "comment", "artist", "description", "genre"), SECRET)


def recording(file: Path, seconds: float = 1, turned: int = 0) -> Path:
    """A film or a sound of the form that the name of `file` says."""
    form = file.suffix[1:]
    container, *codecs = FILMS.get(form) or SOUNDS[form]
    options = {"movflags": "use_metadata_tags"} if form == "mp4" else {}
    with av.open(str(file), "w", format=container, options=options) as out:
        out.metadata.update(TAGS)
        out.metadata["location"] = COORDINATES
        out.metadata["com.apple.quicktime.location.ISO6709"] = COORDINATES
        if form in ("mp4", "webm", "mp3"):
            out.set_chapters(
                [
                    {
                        "id": 1,
                        "start": 0,
                        "end": 500,
                        "time_base": Fraction(1, 1000),
                        "metadata": {"title": SECRET},
                    }
                ]
            )
        streams = []
        if form in FILMS:
            film = out.add_stream(codecs[0], rate=10)
            film.width, film.height, film.pix_fmt = 64, 32, "yuv420p"
            film.metadata["title"] = SECRET
            if turned:
                film.set_display_rotation(turned)
            streams.append((film, _frames(seconds)))
        try:
            sound = out.add_stream(codecs[-1], rate=48000, layout="stereo")
        except (ValueError, av.FFmpegError):
            sound = out.add_stream("libopus", rate=48000, layout="stereo")
        streams.append((sound, _noise(seconds)))
        for stream, frames in streams:
            for frame in frames:
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    return file


def _frames(seconds: float):
    for number in range(int(seconds * 10)):
        frame = av.VideoFrame.from_image(picture())
        frame.pts, frame.time_base = number, Fraction(1, 10)
        yield frame


def _noise(seconds: float):
    for number in range(int(seconds * 48000 / 960)):
        frame = av.AudioFrame("s16", "stereo", 960)
        frame.planes[0].update(bytes([number % 99, 0]) * 1920)
        frame.sample_rate, frame.pts, frame.time_base = 48000, number * 960, Fraction(1, 48000)
        yield frame


def mp4_box(name: bytes, inside: bytes) -> bytes:
    return (8 + len(inside)).to_bytes(4, "big") + name + inside
