"""A sheet of paper and a box of crayons, for the drawings of the made-up school."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFont

Point = tuple[float, float]
Colour = tuple[int, int, int]

LONG, SHORT = 1200, 900  # pixels
PAPER = (252, 249, 240)
RED, ORANGE, YELLOW = (214, 48, 49), (240, 138, 36), (250, 204, 40)
GREEN, DARK_GREEN, BLUE = (72, 168, 74), (32, 110, 60), (52, 116, 214)
SKY, PURPLE, PINK = (126, 190, 240), (132, 76, 184), (242, 132, 172)
BROWN, GREY, BLACK, WHITE = (136, 88, 48), (140, 144, 152), (52, 48, 56), (255, 255, 255)


class Sheet:
    """A sheet of paper and a box of crayons, in a hand that shakes a little."""

    def __init__(self, seed: int, size: tuple[int, int] = (LONG, SHORT), paper: Colour = PAPER):
        self.chance = Random(seed)  # noqa: S311 - no secret
        self.image = Image.new("RGB", size, paper)
        self.width, self.height = size

    def line(self, points: Sequence[Point], colour: Colour, width: int = 9) -> None:
        """A crayon's line: three passes that do not quite meet."""
        draw = ImageDraw.Draw(self.image)
        for _ in range(3):
            shaken = [self._near(point, 2.5) for point in _between(points, 40)]
            draw.line(shaken, self._shade(colour, 14), max(2, width // 2), joint="curve")

    def fill(self, outline: Sequence[Point], colour: Colour, *, edge: Colour | None = None) -> None:
        """Coloured in with slanting strokes, and drawn round."""
        left, top = min(x for x, _ in outline), min(y for _, y in outline)
        wide, high = max(x for x, _ in outline) - left, max(y for _, y in outline) - top
        size = (int(wide) + 2, int(high) + 2)
        mask = Image.new("L", size, 0)
        inside = [(x - left, y - top) for x, y in outline]
        ImageDraw.Draw(mask).polygon(inside, fill=235)
        strokes = Image.new("RGB", size, self._shade(colour, 4))
        draw = ImageDraw.Draw(strokes)
        step = 7
        for start in range(-int(high), int(wide), step):
            ends = (self._near((start, high), 4), self._near((start + high * 0.9, 0), 4))
            draw.line(ends, self._shade(colour, 26), 4)
        self.image.paste(strokes, (int(left), int(top)), mask)
        self.line([*outline, outline[0]], edge or _darker(colour), 7)

    def dots(self, places: Iterable[Point], colour: Colour, size: float) -> None:
        draw = ImageDraw.Draw(self.image)
        for x, y in places:
            r = size * self.chance.uniform(0.75, 1.25)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=self._shade(colour, 20))

    def words(self, words: str, at: Point, size: int, colour: Colour = BLACK) -> None:
        """Written letter by letter, as on no line."""
        draw, font = ImageDraw.Draw(self.image), ImageFont.load_default(size)
        x, y = at
        for letter in words:
            draw.text((x, y + self.chance.uniform(-3, 3)), letter, fill=colour, font=font)
            x += font.getlength(letter) + 1

    def finished(self) -> Image.Image:
        """With the grain of the paper showing through the wax."""
        small = (self.width // 2, self.height // 2)
        grain = Image.effect_noise(small, 22).point(lambda level: min(255, 150 + level))
        grain = grain.resize(self.image.size, Image.Resampling.BILINEAR)
        return ImageChops.multiply(self.image, Image.merge("RGB", (grain,) * 3))

    def _near(self, point: Point, far: float) -> Point:
        return (
            point[0] + self.chance.uniform(-far, far),
            point[1] + self.chance.uniform(-far, far),
        )

    def _shade(self, colour: Colour, far: int) -> Colour:
        by = self.chance.randint(-far, far)
        red, green, blue = (max(0, min(255, part + by)) for part in colour)
        return red, green, blue


def _between(points: Sequence[Point], far: float) -> list[Point]:
    found = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        steps = max(1, int(math.hypot(x1 - x0, y1 - y0) / far))
        found += [
            (x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps) for n in range(1, steps + 1)
        ]
    return found


def _darker(colour: Colour) -> Colour:
    return (colour[0] * 2 // 3, colour[1] * 2 // 3, colour[2] * 2 // 3)


def round_(x: float, y: float, wide: float, high: float = 0, part: float = 1) -> list[Point]:
    """An ellipse round x, y; `part` of it, from the left over the top."""
    high = high or wide
    turns = [math.pi + 2 * math.pi * part * n / 36 for n in range(37)]
    return [(x + wide * math.cos(turn), y + high * math.sin(turn)) for turn in turns]


def box(x: float, y: float, wide: float, high: float) -> list[Point]:
    return [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
