"""How much a file may ask for, what comes out, and how a refusal is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


class Undecodable(Exception):  # noqa: N818 - as the problems of db.policy
    """A file cannot be taken; `str(undecodable)` says why in a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may have and what its worker may use.

    `file_bytes` holds for what comes in and for each file that goes out. `pixels` is of one
    picture, page or frame; `frames` of an animated picture; `seconds` of sound and films.
    `longest_side` is what a stored picture is drawn down to, `poster_side` a thumbnail.
    `memory` (bytes of address space), `cpu_seconds` and `wall_seconds` are the worker's;
    a PDF, in which a few bytes can ask for any amount of drawing, gets `pdf_cpu_seconds` and
    `pdf_wall_seconds` where those are less.
    """

    file_bytes: int = 100 << 20
    pixels: int = 50_000_000
    frames: int = 1_000
    pages: int = 20
    seconds: float = 180
    longest_side: int = 2560
    poster_side: int = 480
    memory: int = 1536 << 20
    cpu_seconds: int = 60
    wall_seconds: float = 90
    pdf_cpu_seconds: int = 20
    pdf_wall_seconds: float = 30

    def of(self, kind: str) -> Limits:
        """The limits as they are for this kind of file: photo, pdf or stream."""
        if kind != "pdf":
            return self
        return replace(
            self,
            cpu_seconds=min(self.cpu_seconds, self.pdf_cpu_seconds),
            wall_seconds=min(self.wall_seconds, self.pdf_wall_seconds),
        )


@dataclass(frozen=True, slots=True)
class Decoded:
    """A clean copy and its picture. `kind` is photo, pdf, audio or video; sizes are in pixels,
    as people see it; only sound has no poster."""

    kind: str
    content_type: str
    clean_path: Path
    poster_path: Path | None
    width: int = 0
    height: int = 0
    seconds: float = 0
    pages: int = 0
