"""Tells which rating a cell's fill looks like, as far as a person would say so."""

from collections.abc import Sequence
from colorsys import rgb_to_hls
from xml.etree.ElementTree import ParseError

from openpyxl.styles import Color, PatternFill
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.fills import Fill
from openpyxl.xml.functions import fromstring

from storage.vocabulary import Rating

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Cells count a theme's colours from its light ones, the theme's own file from its dark ones.
OFFICE_THEME = {
    "lt1": "FFFFFF",
    "dk1": "000000",
    "lt2": "E7E6E6",
    "dk2": "44546A",
    "accent1": "4472C4",
    "accent2": "ED7D31",
    "accent3": "A5A5A5",
    "accent4": "FFC000",
    "accent5": "5B9BD5",
    "accent6": "70AD47",
    "hlink": "0563C1",
    "folHlink": "954F72",
}
# Hue in degrees up to which a colour looks like the rating; yellow and orange are amber.
HUES = (
    (20, Rating.RED),
    (65, Rating.AMBER),
    (170, Rating.GREEN),
    (265, Rating.BLUE),
    (330, None),
    (360, Rating.RED),
)
DULL = 0.15
# Paler than this is the banding of a table, which is mostly light blue.
PALEST, PALEST_BLUE, DARKEST = 0.9, 0.8, 0.1


def theme_colours(theme: str | bytes | None) -> tuple[str, ...]:
    """A workbook's theme colours as RRGGBB, in the order in which cells count them."""
    try:
        scheme = fromstring(theme).find(f".//{DRAWING}clrScheme") if theme else None
    except ParseError:
        scheme = None
    if scheme is None:
        return tuple(OFFICE_THEME.values())
    found = {
        entry.tag.removeprefix(DRAWING): shade.get("lastClr") or shade.get("val") or ""
        for entry in scheme
        for shade in entry
    }
    return tuple(found.get(name, "") for name in OFFICE_THEME)


def rating_of(fill: Fill, theme: Sequence[str]) -> Rating | None:
    """The rating that a solid fill looks like; None for no fill, white, black, purple or pale."""
    if not isinstance(fill, PatternFill) or fill.fill_type != "solid":
        return None
    try:
        red, green, blue = bytes.fromhex(_hex(fill.fgColor, theme)[-6:])
    except (ValueError, IndexError):
        return None
    hue, light, strength = rgb_to_hls(red / 255, green / 255, blue / 255)
    return _rating(hue * 360, _tinted(light, float(fill.fgColor.tint)), strength)


def _hex(colour: Color, theme: Sequence[str]) -> str:
    if colour.type == "theme":
        return theme[int(colour.theme)]
    if colour.type == "indexed":
        return str(COLOR_INDEX[int(colour.indexed)])
    return str(colour.rgb)


def _tinted(light: float, tint: float) -> float:
    return light * (1 + tint) if tint < 0 else light * (1 - tint) + tint


def _rating(hue: float, light: float, strength: float) -> Rating | None:
    if not DARKEST <= light < PALEST:
        return None
    if strength < DULL:
        return Rating.GREY
    found = next(rating for limit, rating in HUES if hue <= limit)
    return None if found is Rating.BLUE and light >= PALEST_BLUE else found
