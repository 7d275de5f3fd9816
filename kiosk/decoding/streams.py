"""Sound and films, put packet by packet into a fresh container that knows nothing else."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import av
from av.bitstream import BitStreamFilterContext

from kiosk.decoding.kinds import Format
from kiosk.decoding.limits import Decoded, Limits, Undecodable
from kiosk.decoding.pictures import save_poster

BROKEN = "This recording is damaged or not whole. Please send it again."
TOO_LONG = "This recording is too long. Please send at most {:.0f} seconds."
TOO_LARGE = "This film's picture is too large. Please send a smaller one."
NOTHING = "There is neither sound nor film in this file."
UNKNOWN = "This recording is made in a way ({}) that cannot be taken."

MP4_FILMS = {"h264", "hevc", "av1", "mpeg4"}
WEBM_FILMS = {"vp8", "vp9", "av1"}
THREE_GP = {"h263", "amrnb", "amrwb", "amr_nb", "amr_wb"}
MP4_SOUNDS = {"aac", "mp3", "alac"}
WEBM_SOUNDS = {"opus", "vorbis"}
WAV_SOUNDS = {"pcm_s16le", "pcm_s24le", "pcm_u8", "pcm_f32le"}
OGG_SOUNDS = {"opus", "vorbis", "flac"}
MOST_PACKETS_A_SECOND = 1_000
# Cameras write places into the messages between the pictures.
WITHOUT_MESSAGES = {
    "h264": "filter_units=remove_types=6",
    "hevc": "filter_units=remove_types=39-40",
    "av1": "av1_metadata=delete_padding=1",
}
PLAIN = {
    "fflags": "+bitexact",
    "id3v2_version": "0",
    "write_id3v1": "0",
    "write_xing": "0",
    "movflags": "+faststart",
}


def remux(path: Path, form: Format, out_folder: Path, limits: Limits) -> Decoded:
    """Keep the first film and the first sound of `path`, and nothing that tells about them:
    no tags, places, chapters, covers, attachments, subtitles or tracks of data."""
    # A file object, not a name: nothing inside the file can make FFmpeg open another.
    with path.open("rb") as file, av.open(file, "r", format=form.value[1]) as source:
        if (source.duration or 0) / av.time_base > limits.seconds:
            raise Undecodable(TOO_LONG.format(limits.seconds))
        films = [film for film in source.streams.video if not _is_cover(film)]
        kept: list[Any] = [*films[:1], *list(source.streams.audio)[:1]]
        if not kept:
            raise Undecodable(NOTHING)
        film = films[0] if films else None
        if film is not None and film.width * film.height > limits.pixels:
            raise Undecodable(TOO_LARGE)
        container, suffix, content_type = _container(kept, film is not None)
        turned, poster = 0, None
        width = height = 0
        if film is not None:
            turned, poster, width, height = _poster(film, source, out_folder, limits)
            source.seek(0)
        clean = out_folder / f"clean.{suffix}"
        seconds = _copy(source, kept, clean, container, turned, limits)
    kind = "audio" if film is None else "video"
    return Decoded(kind, content_type, clean, poster, width, height, seconds)


def _is_cover(film: Any) -> bool:
    return "attached_pic" in str(film.disposition).lower()


def _container(kept: list[Any], has_film: bool) -> tuple[str, str, str]:
    names = {stream.codec_context.name for stream in kept if stream.codec_context}
    names = {name.removeprefix("lib").replace("dav1d", "av1") for name in names}
    names = {"mp3" if name == "mp3float" else name for name in names}
    if has_film:
        for wanted, container in (
            (MP4_FILMS | MP4_SOUNDS, ("mp4", "mp4", "video/mp4")),
            (WEBM_FILMS | WEBM_SOUNDS, ("webm", "webm", "video/webm")),
            (MP4_FILMS | MP4_SOUNDS | THREE_GP, ("3gp", "3gp", "video/3gpp")),
        ):
            if names <= wanted:
                return container
    for wanted, container in (
        ({"mp3"}, ("mp3", "mp3", "audio/mpeg")),
        (MP4_SOUNDS, ("ipod", "m4a", "audio/mp4")),
        (WAV_SOUNDS, ("wav", "wav", "audio/wav")),
        (OGG_SOUNDS, ("ogg", "ogg", "audio/ogg")),
        (THREE_GP, ("3gp", "3gp", "audio/3gpp")),
    ):
        if not has_film and names and names <= wanted:
            return container
    raise Undecodable(UNKNOWN.format(", ".join(sorted(names)) or "unknown"))


def _poster(film: Any, source: Any, out_folder: Path, limits: Limits) -> tuple[int, Path, int, int]:
    film.codec_context.thread_count = 1
    for frame in source.decode(film):
        if frame.width * frame.height > limits.pixels:
            raise Undecodable(TOO_LARGE)
        turned = int(frame.rotation)
        picture = frame.to_image().rotate(turned, expand=True)
        return turned, save_poster(picture, out_folder, limits), picture.width, picture.height
    raise Undecodable(BROKEN)


def _copy(
    source: Any, kept: list[Any], clean: Path, container: str, turned: int, limits: Limits
) -> float:
    """Seconds that were copied."""
    with av.open(str(clean), "w", format=container, options=PLAIN) as made:
        ways = {stream.index: _way(made, stream, turned) for stream in kept}
        longest = 0.0
        packets = 0
        starts: dict[int, float] = {}
        for packet in source.demux(kept):
            if packet.dts is None:
                continue
            index = packet.stream.index
            at = float((packet.dts + (packet.duration or 0)) * packet.time_base)
            longest = max(
                longest, at - starts.setdefault(index, float(packet.dts * packet.time_base))
            )
            packets += 1
            if longest > limits.seconds or packets > limits.seconds * MOST_PACKETS_A_SECOND:
                raise Undecodable(TOO_LONG.format(limits.seconds))
            out, sieve = ways[index]
            for clear in sieve.filter(packet) if sieve else (packet,):
                clear.stream = out
                made.mux(clear)
        declared = (source.duration or 0) / av.time_base
        if packets == 0 or longest < declared * 0.7:
            raise Undecodable(BROKEN)
        made.metadata.clear()
    return longest


def _way(made: Any, stream: Any, turned: int) -> tuple[Any, Any]:
    out = made.add_stream_from_template(stream, opaque=True)
    out.metadata.clear()
    sieve = None
    wanted = WITHOUT_MESSAGES.get(stream.codec_context.codec.canonical_name)
    if wanted:
        sieve = BitStreamFilterContext(wanted, stream, out)
        out.codec_context.codec_tag = "\0\0\0\0"
    if stream.codec_context.codec.canonical_name == "vorbis":
        out.codec_context.extradata = _without_comments(stream.codec_context.extradata)
    if turned and stream.type == "video":
        out.set_display_rotation(turned)
    return out, sieve


def _without_comments(headers: bytes) -> bytes:
    """Vorbis keeps its tags in the second of three headers, packed with Xiph's lengths."""
    if not headers or headers[0] != 2:
        raise Undecodable(BROKEN)
    lengths: list[int] = []
    at = 1
    with suppress(IndexError):
        while len(lengths) < 2:
            length = 0
            while headers[at] == 255:
                length, at = length + 255, at + 1
            lengths.append(length + headers[at])
            at += 1
    if len(lengths) < 2 or at + sum(lengths) >= len(headers):
        raise Undecodable(BROKEN)
    first = headers[at : at + lengths[0]]
    third = headers[at + sum(lengths) :]
    blank = b"\x03vorbis" + bytes(8) + b"\x01"
    return bytes([2, *_laced(len(first)), *_laced(len(blank))]) + first + blank + third


def _laced(length: int) -> list[int]:
    return [255] * (length // 255) + [length % 255]
