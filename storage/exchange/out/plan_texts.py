"""Texts of the record as a plan's cells can hold them."""

import unicodedata

from storage.exchange.layout.cells import INVISIBLE_KINDS, NO_CHARACTERS

LONGEST = 2_000  # as long as a text of a plan may be
CUT = "…"


def as_cell(words: str) -> str:
    """What somebody wrote, in a form in which it can be read again as the same.

    Invisible characters go, and what is longer than a plan's texts ends with "…"; the history has
    it whole.
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", "".join(filter(_is_visible, lines))).strip()
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)].rstrip() + CUT


def _is_visible(character: str) -> bool:
    if character in "\n\t":
        return True
    kind = unicodedata.category(character)
    return kind not in INVISIBLE_KINDS and character not in NO_CHARACTERS
