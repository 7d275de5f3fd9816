"""Children's drawings for the made-up school, drawn anew: nobody's child drew them."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from db.demo_crayons import (
    BLACK,
    BLUE,
    BROWN,
    DARK_GREEN,
    GREEN,
    GREY,
    LONG,
    ORANGE,
    PINK,
    PURPLE,
    RED,
    SHORT,
    SKY,
    WHITE,
    YELLOW,
    Colour,
    Sheet,
    box,
    round_,
)


def _sun(sheet: Sheet, x: float, y: float, size: float) -> None:
    for n in range(12):
        turn = 2 * math.pi * n / 12
        inner, outer = size * 1.2, size * (1.6 if n % 2 else 1.85)
        ends = [(x + far * math.cos(turn), y + far * math.sin(turn)) for far in (inner, outer)]
        sheet.line(ends, ORANGE, 11)
    sheet.fill(round_(x, y, size), YELLOW, edge=ORANGE)
    sheet.dots([(x - size * 0.35, y - size * 0.15), (x + size * 0.35, y - size * 0.15)], BLACK, 7)
    smile = [
        (x - size * 0.4 + size * 0.1 * n, y + size * 0.5 * math.sin(math.pi * (0.2 + n * 0.075)))
        for n in range(9)
    ]
    sheet.line(smile, RED, 8)


def _flower(sheet: Sheet, x: float, y: float, colour: Colour) -> None:
    sheet.line([(x, y), (x + 4, y + 90)], DARK_GREEN, 9)
    sheet.fill(round_(x + 24, y + 62, 22, 10), GREEN)
    for n in range(6):
        turn = 2 * math.pi * n / 6
        sheet.fill(round_(x + 24 * math.cos(turn), y + 24 * math.sin(turn), 16), colour)
    sheet.fill(round_(x, y, 13), YELLOW)


def house(seed: int) -> Image.Image:
    """A house, a sun that smiles and flowers as high as the door."""
    sheet = Sheet(seed)
    sheet.fill(box(0, 0, LONG, 170), SKY, edge=SKY)
    _sun(sheet, 1010, 165, 88)
    sheet.fill([(0, 720), (400, 690), (800, 712), (1200, 690), (1200, 900), (0, 900)], GREEN)
    sheet.fill(box(330, 380, 440, 350), (232, 172, 112))
    sheet.fill([(290, 390), (550, 180), (810, 390)], RED)
    sheet.fill(box(660, 200, 56, 120), BROWN)
    for n in range(4):
        sheet.line(round_(690 + n * 26, 170 - n * 34, 20 + n * 6, 14 + n * 4), GREY, 7)
    sheet.fill(box(500, 530, 110, 200), BLUE)
    sheet.dots([(590, 640)], YELLOW, 9)
    for x in (375, 645):
        sheet.fill(box(x, 440, 92, 92), (250, 232, 140))
        sheet.line([(x + 46, 440), (x + 46, 532)], BROWN, 8)
        sheet.line([(x, 486), (x + 92, 486)], BROWN, 8)
    for x, colour in ((90, PINK), (190, PURPLE), (880, RED), (980, PINK), (1090, ORANGE)):
        _flower(sheet, x, 670, colour)
    return sheet.finished()


def rainbow(seed: int) -> Image.Image:
    sheet = Sheet(seed)
    sheet.fill(box(0, 0, LONG, SHORT), (206, 230, 250), edge=SKY)
    for n, colour in enumerate((RED, ORANGE, YELLOW, GREEN, BLUE, PURPLE)):
        sheet.fill(round_(600, 760, 520 - n * 50, 560 - n * 56, 0.5), colour)
    sheet.fill(round_(600, 760, 220, 224, 0.5), (206, 230, 250), edge=PURPLE)
    for x in (110, 1090):
        for dx, dy in ((-70, 10), (0, -30), (70, 10), (0, 30)):
            sheet.fill(round_(x + dx, 730 + dy, 76, 56), WHITE, edge=GREY)
    sheet.fill([(0, 790), (600, 760), (1200, 790), (1200, 900), (0, 900)], GREEN)
    _sun(sheet, 600, 650, 66)
    return sheet.finished()


def rocket(seed: int) -> Image.Image:
    sheet = Sheet(seed, (SHORT, LONG), (34, 36, 78))
    places = [(sheet.chance.uniform(0, SHORT), sheet.chance.uniform(0, LONG)) for _ in range(90)]
    sheet.dots(places, (250, 240, 190), 4)
    sheet.fill(round_(720, 200, 110), (236, 226, 190))
    sheet.dots([(690, 160), (750, 230), (700, 250)], (200, 190, 150), 18)
    sheet.fill(round_(170, 960, 120), ORANGE)
    sheet.line(round_(170, 960, 190, 44), YELLOW, 13)
    for wide, colour in ((90, RED), (62, ORANGE), (34, YELLOW)):
        sheet.fill([(450 - wide, 860), (450, 880 + wide * 2.6), (450 + wide, 860)], colour)
    for side in (-1, 1):
        sheet.fill([(450 + side * 110, 660), (450 + side * 220, 870), (450 + side * 100, 840)], RED)
    body = [(450, 260), (540, 400), (570, 620), (550, 860), (350, 860), (330, 620), (360, 400)]
    sheet.fill(body, (222, 226, 234))
    sheet.fill([(450, 260), (540, 400), (360, 400)], RED)
    for y in (500, 660):
        sheet.fill(round_(450, y, 58), SKY, edge=BLUE)
    sheet.dots([(432, 496), (468, 496)], BLACK, 6)
    sheet.line([(430, 520), (450, 530), (470, 520)], RED, 7)
    return sheet.finished()


def sea(seed: int) -> Image.Image:
    sheet = Sheet(seed, paper=(150, 208, 234))
    sheet.fill(box(0, 90, LONG, 810), (96, 172, 220), edge=BLUE)
    for row in range(3):
        y = 60 + row * 16
        waves = [(x, y + 16 * math.sin(x / 40 + row)) for x in range(0, LONG + 20, 20)]
        sheet.line(waves, (BLUE, WHITE, BLUE)[row], 9)
    sheet.fill(
        [(0, 810), (420, 770), (800, 815), (1200, 780), (1200, 900), (0, 900)], (236, 210, 140)
    )
    for x in (120, 210, 980, 1090):
        weed = [(x + 22 * math.sin(n / 2), 820 - n * 26) for n in range(11)]
        sheet.line(weed, DARK_GREEN, 15)
    fish = (
        (380, 300, 120, ORANGE),
        (820, 430, 150, PURPLE),
        (520, 600, 90, YELLOW),
        (960, 230, 70, PINK),
    )
    for x, y, size, colour in fish:
        sheet.fill(
            [
                (x + size * 0.8, y),
                (x + size * 1.5, y - size * 0.5),
                (x + size * 1.5, y + size * 0.5),
            ],
            colour,
        )
        sheet.fill(round_(x, y, size, size * 0.6), colour)
        for n in range(3):
            stripe = [
                (x - size * 0.1 + n * size * 0.3, y - size * 0.4),
                (x + n * size * 0.3, y + size * 0.4),
            ]
            sheet.line(stripe, WHITE, 11)
        sheet.dots([(x - size * 0.5, y - size * 0.15)], WHITE, 16)
        sheet.dots([(x - size * 0.52, y - size * 0.15)], BLACK, 8)
        for n in range(3):
            sheet.line(round_(x - size * 1.2 - n * 14, y - 40 - n * 46, 9 + n * 4), WHITE, 6)
    star = [
        (300 + far * math.sin(turn * math.pi / 5), 830 - far * math.cos(turn * math.pi / 5))
        for turn in range(10)
        for far in ((52, 22)[turn % 2],)
    ]
    sheet.fill(star, RED)
    return sheet.finished()


def cat(seed: int) -> Image.Image:
    sheet = Sheet(seed, (SHORT, LONG))
    sheet.fill(box(0, 900, SHORT, 300), (196, 148, 196))
    tail = [(640 + 130 * math.sin(n / 9), 980 - n * 14) for n in range(24)]
    for width in (44, 30):
        sheet.line(tail, ORANGE if width == 44 else (250, 190, 120), width)
    sheet.fill(round_(440, 870, 230, 260), ORANGE)
    sheet.fill(round_(440, 930, 120, 170), (252, 226, 190))
    for side in (-1, 1):
        sheet.fill(
            [(440 + side * 70, 330), (440 + side * 215, 200), (440 + side * 205, 430)], ORANGE
        )
        sheet.fill(
            [(440 + side * 110, 330), (440 + side * 190, 255), (440 + side * 185, 390)], PINK
        )
    sheet.fill(round_(440, 480, 225, 190), ORANGE)
    for n in (-1, 0, 1):
        sheet.line([(440 + n * 50, 300), (440 + n * 38, 370)], BROWN, 14)
    for side in (-1, 1):
        sheet.fill(round_(440 + side * 88, 455, 44, 50), (170, 214, 96))
        sheet.fill(round_(440 + side * 88, 458, 13, 40), BLACK)
        for n in (-1, 0, 1):
            sheet.line(
                [(440 + side * 90, 560 + n * 16), (440 + side * 330, 548 + n * 42)], BLACK, 6
            )
        sheet.fill(round_(440 + side * 110, 1110, 80, 44), ORANGE)
    sheet.fill([(412, 530), (468, 530), (440, 562)], PINK)
    sheet.line([(380, 590), (412, 606), (440, 566), (468, 606), (500, 590)], BLACK, 8)
    sheet.words("BISCUIT", (220, 60), 96, PURPLE)
    return sheet.finished()


def butterfly(seed: int) -> Image.Image:
    """Folded paint: one half, and the same the other way round."""
    sheet = Sheet(seed)
    sheet.fill(round_(380, 300, 210, 190), BLUE)
    sheet.fill(round_(420, 610, 150, 170), PURPLE)
    sheet.fill(round_(360, 290, 110, 96), YELLOW)
    sheet.fill(round_(415, 620, 74, 84), PINK)
    sheet.dots([(250, 190), (480, 200), (300, 430), (330, 700), (500, 520)], WHITE, 22)
    sheet.dots([(350, 285), (415, 620)], RED, 40)
    half = sheet.image.crop((0, 0, LONG // 2, SHORT))
    sheet.image.paste(half.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (LONG // 2, 0))
    sheet.fill(round_(600, 460, 34, 250), BROWN)
    sheet.fill(round_(600, 180, 46), BROWN)
    for side in (-1, 1):
        sheet.line(
            [(600 + side * 14, 140), (600 + side * 60, 80), (600 + side * 110, 60)], BLACK, 9
        )
        sheet.dots([(600 + side * 114, 58)], RED, 14)
    return sheet.finished()


def volcano(seed: int) -> Image.Image:
    """Cut open, with names."""
    sheet = Sheet(seed)
    sheet.fill(box(0, 660, LONG, 240), (200, 150, 96))
    sheet.fill([(190, 670), (520, 240), (680, 240), (1010, 670)], BROWN)
    sheet.fill(round_(600, 780, 240, 84), RED)
    sheet.fill([(566, 720), (572, 240), (628, 240), (634, 720)], ORANGE)
    for n in range(9):
        x = 600 + (n - 4) * 58
        sheet.line(
            [(600, 230), ((600 + x) / 2, 90 - abs(n - 4) * 6), (x, 130 + abs(n - 4) * 22)],
            (RED, ORANGE, YELLOW)[n % 3],
            16,
        )
    for dx, dy in ((-150, -20), (-70, -50), (60, -46), (150, -16)):
        sheet.fill(round_(600 + dx, 76 + dy, 84, 40), GREY)
    for words, at, end in (
        ("ash", (930, 70), (770, 70)),
        ("crater", (860, 230), (690, 244)),
        ("vent", (870, 430), (632, 470)),
        ("magma", (930, 780), (830, 790)),
    ):
        sheet.line([(at[0] - 12, at[1] + 26), end], BLACK, 6)
        sheet.words(words, at, 54)
    return sheet.finished()


def dragon(seed: int) -> Image.Image:
    """A photo of a dragon of clay: shaded, soft, on a table."""
    size = (LONG, SHORT)
    table = Image.new("RGB", size, (178, 134, 92))
    draw = ImageDraw.Draw(table)
    chance = Random(seed)  # noqa: S311 - no secret
    for y in range(0, SHORT, 6):
        by = chance.randint(-10, 10)
        draw.line([(0, y), (LONG, y + chance.randint(-8, 8))], (178 + by, 134 + by, 92 + by), 5)
    draw.rectangle((0, 0, LONG, 250), (226, 230, 226))
    shape, light = Image.new("L", size, 0), Image.new("L", size, 96)
    lumps: list[tuple[float, float, float]] = [
        (600 + 34 * n, 560 - 6 * n, 120 - 4 * n) for n in range(-4, 5)
    ]
    lumps += [(430 - 16 * n, 500 - 44 * n, 84 - 3 * n) for n in range(5)]
    lumps += [(320, 290, 100), (250, 320, 66), (214, 330, 48)]
    lumps += [(780 + 46 * n, 600 + 20 * math.sin(n), 86 - 10 * n) for n in range(8)]
    lumps += [(x, 700, 54) for x in (470, 560, 690, 770)]
    lumps += [(560 + 26 * n, 400 - 40 * n, 62 - 6 * n) for n in range(7)]
    body, shine = ImageDraw.Draw(shape), ImageDraw.Draw(light)
    for mx, my, r in lumps:
        body.ellipse((mx - r, my - r, mx + r, my + r), fill=255)
        for step in range(5):
            lit = r * (1 - step * 0.17)
            cx, cy = mx - r * step * 0.09, my - r * step * 0.11
            shine.ellipse((cx - lit, cy - lit, cx + lit, cy + lit), fill=104 + step * 26)
    light = light.filter(ImageFilter.GaussianBlur(9))
    shadow = ImageChops.offset(shape, 40, 66).filter(ImageFilter.GaussianBlur(34))
    table.paste((84, 58, 38), mask=shadow.point(lambda level: level * 6 // 10))
    channels = [
        light.point([min(255, level * part // 150) for level in range(256)])
        for part in (96, 176, 92)
    ]
    table.paste(Image.merge("RGB", channels), mask=shape.filter(ImageFilter.GaussianBlur(1)))
    draw = ImageDraw.Draw(table)
    for n in range(9):
        x, y = 470 + n * 44, 452 - n * 3
        draw.polygon([(x - 20, y + 12), (x + 2, y - 36), (x + 24, y + 12)], fill=(224, 120, 60))
    for x in (290, 350):
        draw.polygon([(x - 16, 208), (x + 4, 150), (x + 22, 204)], fill=(240, 222, 180))
    draw.ellipse((284, 256, 326, 298), fill=(250, 248, 240))
    draw.ellipse((292, 266, 314, 290), fill=(30, 30, 30))
    draw.ellipse((182, 310, 196, 324), fill=(40, 80, 40))
    draw.arc((190, 300, 300, 384), 40, 150, fill=(40, 80, 40), width=7)
    return table.filter(ImageFilter.GaussianBlur(1.2))


def snails(seed: int) -> Image.Image:
    """A page of a booklet, written and drawn."""
    sheet = Sheet(seed, (SHORT, LONG), WHITE)
    sheet.words("How to look after a snail", (90, 70), 62, DARK_GREEN)
    lines = (
        "1. Give it lettuce and cucumber.",
        "2. Spray the tank every morning.",
        "3. Never pick it up by its shell",
        "   when it is stuck on.",
        "4. Say good night. It is just",
        "   getting up.",
    )
    for n, line in enumerate(lines):
        sheet.words(line, (90, 190 + n * 66), 46)
    sheet.fill(box(60, 1060, 780, 80), GREEN)
    sheet.fill([(200, 1060), (240, 1000), (560, 1004), (690, 1060)], (226, 196, 140))
    sheet.fill(round_(240, 960, 52, 60), (226, 196, 140))
    for dx in (-22, 22):
        sheet.line([(240 + dx, 910), (240 + dx * 2, 830)], (190, 150, 100), 12)
        sheet.dots([(240 + dx * 2, 826)], BLACK, 11)
    for far in range(5):
        sheet.fill(round_(470, 880, 160 - far * 32), (BROWN, ORANGE)[far % 2])
    sheet.line([(208, 980), (236, 996), (264, 984)], RED, 7)
    return sheet.finished()


PICTURES: dict[str, Callable[[int], Image.Image]] = {
    "house": house,
    "rainbow": rainbow,
    "rocket": rocket,
    "sea": sea,
    "cat": cat,
    "butterfly": butterfly,
    "volcano": volcano,
    "dragon": dragon,
}
