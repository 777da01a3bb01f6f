"""The street on which the sample's photos are taken, by day and at night, and the grain of asphalt and of a camera."""

from functools import lru_cache
from random import Random
from typing import Final, TypeAlias

from PIL import Image, ImageChops, ImageDraw

WIDTH: Final = 640
HEIGHT: Final = 480
HORIZON: Final = 205
KERB: Final = 300
Colour: TypeAlias = tuple[int, int, int]


def street(rng: Random, *, is_night: bool = False) -> Image.Image:
    """Sky, a row of houses, a pavement and a road of rough asphalt."""
    sky = ((10, 14, 30), (36, 40, 58)) if is_night else ((142, 182, 214), (222, 228, 226))
    picture = _shaded(sky[0], sky[1], HEIGHT)
    draw = ImageDraw.Draw(picture)
    left = -rng.randint(0, 80)
    while left < WIDTH:
        width, top = rng.randint(110, 190), rng.randint(30, 110)
        tone = rng.choice(((196, 178, 148), (178, 166, 150), (205, 192, 170), (160, 148, 138), (188, 160, 134)))
        _house(draw, rng, (left, top, left + width), tone, is_night=is_night)
        left += width
    draw.rectangle((0, HORIZON, WIDTH, KERB), fill=_dim((172, 166, 156), is_night))
    for column in range(-2, 14):  # the slabs of the pavement, in perspective
        x = 320 + (column - 6) * 62
        draw.line((320 + (x - 320) * 0.72, HORIZON, x * 1.1 - 32, KERB), fill=_dim((148, 142, 134), is_night), width=2)
    draw.line((0, 248, WIDTH, 248), fill=_dim((150, 144, 136), is_night), width=2)
    draw.rectangle((0, KERB, WIDTH, KERB + 12), fill=_dim((206, 202, 194), is_night))
    draw.rectangle((0, KERB + 12, WIDTH, HEIGHT), fill=_dim((92, 92, 94), is_night))
    return rough(picture, (0, KERB + 12, WIDTH, HEIGHT), 34)


def _house(
    draw: ImageDraw.ImageDraw, rng: Random, place: tuple[int, int, int], tone: Colour, *, is_night: bool
) -> None:
    left, top, right = place
    draw.rectangle((left, top, right, HORIZON), fill=_dim(tone, is_night))
    draw.line((right, top, right, HORIZON), fill=_dim((96, 88, 80), is_night), width=2)
    for row in range(top + 16, HORIZON - 70, 44):
        for x in range(left + 16, right - 34, 46):
            is_lit = is_night and rng.random() < 0.3
            glass: Colour = (214, 178, 96) if is_lit else _dim((92, 108, 120), is_night)
            draw.rectangle((x, row, x + 26, row + 28), fill=glass, outline=_dim((228, 224, 216), is_night), width=2)
    door = rng.randint(left + 10, max(left + 11, right - 60))
    metal = _dim(rng.choice(((70, 92, 84), (104, 70, 52), (70, 74, 88))), is_night)
    draw.rectangle((door, HORIZON - 62, door + 44, HORIZON), fill=metal)


@lru_cache(maxsize=8)
def grain(strength: int) -> Image.Image:
    return Image.effect_noise((WIDTH, HEIGHT), strength).convert("RGB")


def rough(picture: Image.Image, box: tuple[int, int, int, int], strength: int) -> Image.Image:
    """The picture with the grain of asphalt in a box."""
    part = picture.crop(box)
    noise = grain(strength).crop((0, 0, *part.size))
    picture.paste(Image.blend(part, ImageChops.overlay(part, noise), 0.75), box[:2])
    return picture


def _shaded(top: Colour, bottom: Colour, height: int) -> Image.Image:
    column = Image.linear_gradient("L").resize((WIDTH, height))
    return Image.composite(Image.new("RGB", (WIDTH, height), bottom), Image.new("RGB", (WIDTH, height), top), column)


def _dim(tone: Colour, is_night: bool) -> Colour:
    red, green, blue = tone
    return (int(red * 0.22), int(green * 0.23), int(blue * 0.3)) if is_night else tone


def darker(tone: Colour, amount: int) -> Colour:
    red, green, blue = (max(0, min(255, part - amount)) for part in tone)
    return red, green, blue
