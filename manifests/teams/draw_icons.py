"""Draws planbot's two Teams icons beside this file: a speech bubble that holds three plan lines.

The shapes are the ratings as planbot writes them: ● green, ▲ amber, ■ red. Teams asks for a colour
icon of 192 × 192 pixels whose middle 120 survive any crop, and an outline of 32 × 32 in white on
nothing. Run it from anywhere: `python manifests/teams/draw_icons.py`; it needs Pillow.
"""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

ACCENT = (15, 98, 106)
TINT = (161, 200, 203)
WHITE = (255, 255, 255)
FINE = 16  # each pixel is drawn as FINE × FINE and averaged: smooth edges

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Pen:
    """Draws in one colour on a mask, in the units of the finished icon."""

    mask: ImageDraw.ImageDraw
    ink: int = 255

    def box(self, left: float, top: float, right: float, bottom: float, radius: float = 0) -> None:
        """A filled box with round corners; right and bottom are where it ends."""
        corners = [n * FINE for n in (left, top, right, bottom)]
        last = [corners[0], corners[1], corners[2] - 1, corners[3] - 1]
        self.mask.rounded_rectangle(last, radius=radius * FINE, fill=self.ink)

    def polygon(self, *points: Point) -> None:
        """A filled shape with sharp corners."""
        self.mask.polygon([(x * FINE, y * FINE) for x, y in points], fill=self.ink)

    def rating(self, row: int, x: float, y: float, size: float) -> None:
        """The rating of the first, second or third plan line, centred on (x, y)."""
        half = size / 2
        if row == 0:
            self.box(x - half, y - half, x + half, y + half, radius=half)
        elif row == 1:
            self.polygon((x - half * 1.15, y + half), (x, y - half), (x + half * 1.15, y + half))
        else:
            self.box(x - half, y - half, x + half, y + half)


class Layers:
    """An icon of `size` pixels, put together from masks, the lowest first."""

    def __init__(self, size: int, ground: tuple[int, int, int, int]) -> None:
        self.size = size
        self.image = Image.new("RGBA", (size, size), ground)

    def mask(self) -> Image.Image:
        return Image.new("L", (self.size * FINE, self.size * FINE), 0)

    def lay(self, mask: Image.Image, colour: Colour) -> None:
        """Put `colour` on the icon wherever the mask is inked."""
        smooth = mask.resize((self.size, self.size), Image.Resampling.BOX)
        layer = Image.new("RGBA", (self.size, self.size), (*colour, 255))
        layer.putalpha(smooth)
        self.image = Image.alpha_composite(self.image, layer)


def colour_icon() -> Image.Image:
    """A white bubble on the accent colour; edge to edge, because Teams crops the corners."""
    icon = Layers(192, (*ACCENT, 255))
    bubble, lines, ratings = icon.mask(), icon.mask(), icon.mask()
    pen = Pen(ImageDraw.Draw(bubble))
    pen.box(36, 36, 156, 132, radius=20)
    pen.polygon((58, 128), (58, 158), (90, 128))
    for row, (y, end) in enumerate(((60, 138), (84, 128), (108, 134))):
        Pen(ImageDraw.Draw(lines)).box(82, y - 5, end, y + 5, radius=5)
        Pen(ImageDraw.Draw(ratings)).rating(row, 62, y, size=16)
    icon.lay(bubble, WHITE)
    icon.lay(lines, TINT)
    icon.lay(ratings, ACCENT)
    return icon.image


def outline_icon() -> Image.Image:
    """The same bubble as a white line; every pixel is white, more or less opaque."""
    icon = Layers(32, (*WHITE, 0))
    mask = icon.mask()
    pen, hole = Pen(ImageDraw.Draw(mask)), Pen(ImageDraw.Draw(mask), ink=0)
    pen.box(1, 2, 31, 26, radius=6)
    pen.polygon((6, 25), (6, 32), (13, 25))
    hole.box(3, 4, 29, 24, radius=4)
    for row, (y, end) in enumerate(((8, 26), (14, 23), (20, 25))):
        pen.box(14, y - 1, end, y + 1)
        pen.rating(row, 9, y, size=4)
    icon.image.putalpha(mask.resize((icon.size, icon.size), Image.Resampling.BOX))
    return icon.image


def main() -> None:
    """Write both icons."""
    here = Path(__file__).parent
    colour_icon().convert("RGB").save(here / "color.png", optimize=True)
    outline_icon().save(here / "outline.png", optimize=True)


if __name__ == "__main__":
    main()
