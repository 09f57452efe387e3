"""The file that a zip archive is written to, and which can be given up in the middle."""

import os
from typing import BinaryIO


class ArchiveFile:
    """Writes to a file until it is given up; what comes then goes nowhere.

    XlsxWriter leaves its ZipFile open when it fails, and that one writes an archive's end when it
    is let go, whenever that is: to a file that is closed by then, or full.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file: BinaryIO | None = file
        self._place = 0

    def give_up(self) -> None:
        """From now on only pretend."""
        self._file = None

    def write(self, data: bytes) -> int:
        """Write at the place that the file is at.

        Raises:
            OSError: the disk does not take it.
        """
        if self._file is not None:
            self._file.write(data)
        self._place += len(data)
        return len(data)

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place; a file that was given up knows no end to count from."""
        if self._file is not None:
            place = self._file.seek(place, whence)
        self._place = place
        return place

    def tell(self) -> int:
        """The place that the file is at."""
        return self._place

    def flush(self) -> None:
        """Write what waits.

        Raises:
            OSError: the disk does not take it.
        """
        if self._file is not None:
            self._file.flush()

    def seekable(self) -> bool:
        """Whether its places can be gone to."""
        return True
