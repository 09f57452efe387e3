"""Does a text identify a child, a family or a worker's health? What is held is never repeated."""

from dialogs.language.privacy.files import judge_file_name, judge_link
from dialogs.language.privacy.identifiers import held_kinds
from dialogs.language.privacy.judging import judge
from dialogs.language.privacy.kinds import NAMES, Found, Kind, Ruling, Verdict
from dialogs.language.privacy.places_of import where

__all__ = [
    "NAMES",
    "Found",
    "Kind",
    "Ruling",
    "Verdict",
    "held_kinds",
    "judge",
    "judge_file_name",
    "judge_link",
    "where",
]
