"""A place in a text where a name may stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.language.privacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be somebody's name: the first and the last of them by their number."""

    first: int
    last: int
    full: bool = False
    """More than one name, or a name and an initial."""
    weak: bool = False
    """Made of ordinary words: it is a name only where something says so."""
    unknown: bool = False
    """One word that no list has, in small letters: most often a slip or jargon."""
    titled: bool = False
    """Mr, Mrs, Miss."""
    office: bool = False
    """Dr, Cllr, PC."""
    odd: bool = False
    """An unknown word and an ordinary one, as products are called too."""
    place: bool = False
    """Ends, or goes on, as the name of a building or a street does."""
    calendar: bool = False
    """A month, a day, a colour or a place, written as one."""

    def words(self, tokens: Sequence[Token]) -> list[str]:
        """Its words in small letters, without what belongs to it by 's."""
        return [token.word for token in tokens[self.first : self.last + 1] if token.alpha]
