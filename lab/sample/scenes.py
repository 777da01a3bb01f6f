"""Draws the sample's photos: a street with a fault and the same street mended, in the colours of a phone's camera."""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, TypeAlias

from PIL import ExifTags, Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from lab.sample.street import HEIGHT, WIDTH, Colour, darker, grain, rough, street

_QUALITY: Final = 72
_CAMERA: Final = ("Peygir", "Sample camera")
Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scene:
    """A street that two photos share: `seed` decides the street and the fault; the hour differs between the two."""

    name: str  # of SCENES
    seed: str

    def photo(self, *, is_after: bool) -> bytes:
        """Return the street with its fault, or mended, as a JPEG of some 20 kB."""
        rng = Random(self.seed)  # noqa: S311 - a sample, not a secret
        picture = SCENES[self.name](rng, is_after)
        return _taken(picture, Random(f"{self.seed} {is_after}"))  # noqa: S311


def _pothole(rng: Random, is_after: bool) -> Image.Image:
    picture = street(rng)
    draw = ImageDraw.Draw(picture)
    x, y, width = rng.randint(230, 400), rng.randint(372, 408), rng.randint(100, 150)
    edge = _blob(rng, (x, y), width, width * 0.34)
    if is_after:
        box = (x - width * 1.15, y - width * 0.42, x + width * 1.15, y + width * 0.42)
        draw.rectangle(box, fill=(52, 52, 55), outline=(38, 38, 40), width=3)
        return rough(picture, _whole(box), 22)
    draw.polygon(_blob(rng, (x, y), width * 1.12, width * 0.4), fill=(120, 116, 108))
    draw.polygon(edge, fill=(58, 52, 46))
    draw.polygon(_blob(rng, (x + 6, y + 8), width * 0.72, width * 0.2), fill=(38, 34, 31))
    for _ in range(26):  # loose stones
        stone = x + rng.uniform(-1.5, 1.5) * width, y + rng.uniform(-0.5, 0.55) * width
        size = rng.uniform(2, 6)
        draw.ellipse((*stone, stone[0] + size * 1.5, stone[1] + size), fill=(142, 136, 126))
    return rough(picture, (x - width, y - 40, x + width, y + 44), 26)


def _bin(rng: Random, is_after: bool) -> Image.Image:
    picture = street(rng)
    draw = ImageDraw.Draw(picture)
    x, y = rng.randint(190, 330), 214
    body: Colour = rng.choice(((58, 104, 74), (84, 96, 104), (46, 92, 104)))
    draw.ellipse((x - 14, 336, x + 196, 362), fill=(70, 68, 66))
    draw.polygon(((x, y), (x + 180, y), (x + 164, 344), (x + 16, 344)), fill=body)
    for rib in range(1, 5):
        draw.line((x + 36 * rib, y, x + 16 + 30 * rib, 344), fill=darker(body, 18), width=3)
    for wheel in (x + 34, x + 146):
        draw.ellipse((wheel - 11, 336, wheel + 11, 358), fill=(32, 32, 34))
    if is_after:
        draw.polygon(((x - 8, y), (x + 188, y), (x + 176, y - 24), (x + 4, y - 24)), fill=darker(body, -22))
        return picture
    draw.polygon(((x - 4, y), (x + 184, y), (x + 196, y - 66), (x + 10, y - 74)), fill=darker(body, 26))
    bags: tuple[Colour, ...] = ((34, 34, 38), (44, 44, 52), (222, 222, 218), (66, 104, 158), (196, 176, 60))
    heap = [(x + rng.randint(6, 140), y - rng.randint(0, 44)) for _ in range(11)]
    ground = [
        (x + rng.choice((rng.randint(-120, -20), rng.randint(176, 260))), rng.randint(306, 340)) for _ in range(9)
    ]
    for left, top in [*heap, *ground]:
        width, height, tone = rng.randint(36, 62), rng.randint(30, 46), rng.choice(bags)
        draw.polygon(_blob(rng, (left + width / 2, top + height / 2), width * 0.6, height * 0.6), fill=tone)
        draw.arc((left + 8, top + 6, left + width - 6, top + height), 200, 300, fill=darker(tone, -46), width=3)
    for _ in range(30):  # what fell out
        left, top = x + rng.randint(-140, 300), rng.randint(330, 372)
        draw.rectangle((left, top, left + rng.randint(4, 14), top + rng.randint(3, 7)), fill=rng.choice(bags))
    return picture


def _lamp(rng: Random, is_after: bool) -> Image.Image:
    picture = street(rng, is_night=True)
    x = rng.randint(180, 440)
    side = 1 if x < 320 else -1
    head = (x + side * 92, 66)
    if is_after:
        glow = Image.new("RGB", picture.size)
        light = ImageDraw.Draw(glow)
        light.polygon((head, (head[0] - 250, HEIGHT), (head[0] + 250, HEIGHT)), fill=(96, 82, 46))
        light.ellipse((head[0] - 230, 300, head[0] + 230, 452), fill=(128, 108, 62))
        light.ellipse((head[0] - 44, head[1] - 40, head[0] + 44, head[1] + 44), fill=(255, 236, 176))
        picture = ImageChops.add(picture, glow.filter(ImageFilter.GaussianBlur(26)))
    draw = ImageDraw.Draw(picture)
    steel: Colour = (104, 106, 108) if is_after else (44, 46, 52)
    draw.line((x, 312, x, 74), fill=steel, width=9)
    draw.line((x, 78, head[0], 62), fill=steel, width=6)
    shade = (head[0] - 26, head[1] - 8, head[0] + 26, head[1] + 8)
    draw.ellipse(shade, fill=(255, 250, 226) if is_after else (60, 62, 68))
    return picture


def _leak(rng: Random, is_after: bool) -> Image.Image:
    picture = street(rng)
    draw = ImageDraw.Draw(picture)
    x, y = rng.randint(250, 400), 338
    if is_after:
        draw.rectangle((x - 74, y - 14, x + 74, y + 40), fill=(62, 62, 65), outline=(48, 48, 50), width=3)
        return rough(picture, (x - 74, y - 14, x + 74, y + 40), 22)
    water = Image.new("RGB", picture.size)
    mask = Image.new("L", picture.size)
    pool = ImageDraw.Draw(mask)
    pool.polygon(_blob(rng, (x, 408), 250, 58), fill=190)
    pool.polygon(_blob(rng, (x + 60, 366), 130, 30), fill=190)
    water.paste(
        picture.crop((0, 0, WIDTH, 232)).transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((WIDTH, 248)), (0, 232)
    )
    wet = Image.blend(water, Image.new("RGB", picture.size, (70, 92, 108)), 0.45)
    picture = Image.composite(wet, picture, mask.filter(ImageFilter.GaussianBlur(3)))
    draw = ImageDraw.Draw(picture)
    draw.polygon(_blob(rng, (x, y + 14), 40, 14), fill=(46, 44, 42))
    for _ in range(70):  # the jet
        turn, reach = rng.uniform(-0.5, 0.5), rng.uniform(20, 120)
        end = x + math.sin(turn) * reach * 1.3, y + 12 - math.cos(turn) * reach
        draw.line((x + rng.uniform(-8, 8), y + 12, *end), fill=(206, 222, 232), width=2)
        draw.ellipse((end[0] - 3, end[1] - 3, end[0] + 3, end[1] + 3), fill=(232, 240, 246))
    return picture


def _blocked(rng: Random, is_after: bool) -> Image.Image:
    picture = street(rng)
    if is_after:
        return picture
    draw = ImageDraw.Draw(picture)
    left = rng.randint(150, 260)
    for column in range(4):
        floor = 294
        for _ in range(rng.choice((1, 2, 2, 3))):
            size = rng.randint(46, 60)
            x, floor = left + column * 66 + rng.randint(-3, 3), floor - size
            tone: Colour = rng.choice(((176, 132, 84), (158, 116, 72), (196, 158, 108), (60, 108, 140)))
            draw.rectangle((x, floor, x + 60, floor + size), fill=tone, outline=darker(tone, 40), width=2)
            draw.line((x, floor + size / 2, x + 60, floor + size / 2), fill=darker(tone, 24), width=3)
    return picture


def _branch(rng: Random, is_after: bool) -> Image.Image:
    picture = street(rng)
    draw = ImageDraw.Draw(picture)
    trunk = rng.randint(90, 150)
    draw.rectangle((trunk, 60, trunk + 26, 296), fill=(96, 72, 52))
    _leaves(draw, rng, (trunk + 12, 62), 96, 120)
    if is_after:
        return picture
    start, tip = (trunk + 60, 300), (trunk + 380, 372)
    draw.line((*start, *tip), fill=(88, 64, 46), width=18)
    for _ in range(9):
        share = rng.uniform(0.25, 1)
        x, y = start[0] + (tip[0] - start[0]) * share, start[1] + (tip[1] - start[1]) * share
        end = x + rng.uniform(20, 90), y + rng.uniform(-80, 30)
        draw.line((x, y, *end), fill=(88, 64, 46), width=6)
        _leaves(draw, rng, end, 34, 26)
    return picture


SCENES: Final[dict[str, Callable[[Random, bool], Image.Image]]] = {
    "pothole": _pothole,
    "bin": _bin,
    "lamp": _lamp,
    "leak": _leak,
    "blocked": _blocked,
    "branch": _branch,
}


def _leaves(draw: ImageDraw.ImageDraw, rng: Random, middle: Point, reach: float, count: int) -> None:
    for _ in range(count):
        x, y = middle[0] + rng.gauss(0, reach / 2), middle[1] + rng.gauss(0, reach / 2.6)
        size, shade = rng.uniform(5, 13), rng.randint(-26, 30)
        draw.ellipse(
            (x - size, y - size * 0.6, x + size, y + size * 0.6), fill=(70 + shade, 104 + shade, 52 + shade // 2)
        )


def _blob(rng: Random, middle: Point, across: float, down: float) -> list[Point]:
    """An irregular closed line around a point."""
    points = []
    for step in range(18):
        turn, reach = step * math.tau / 18, rng.uniform(0.78, 1.12)
        points.append((middle[0] + math.cos(turn) * across * reach, middle[1] + math.sin(turn) * down * reach))
    return points


def _taken(picture: Image.Image, rng: Random) -> bytes:
    """As a hand holds a phone: off the middle, in another light, grainy."""
    small = picture.resize((WIDTH * 3 // 4, HEIGHT * 3 // 4), Image.Resampling.BILINEAR)
    x, y = rng.randint(0, 36), rng.randint(0, 30)
    cut = small.crop((x, y, x + small.width - 36, y + small.height - 30))
    soft = ImageEnhance.Brightness(cut).enhance(rng.uniform(0.9, 1.08))
    noise = grain(14).crop((x, y, x + cut.width, y + cut.height))
    out = io.BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = _CAMERA
    Image.blend(soft, ImageChops.overlay(soft, noise), 0.4).save(out, "JPEG", quality=_QUALITY, exif=exif)
    return out.getvalue()


def _whole(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(part) for part in box)
    return left, top, right, bottom
