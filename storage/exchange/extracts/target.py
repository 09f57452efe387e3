"""Puts a finished file or folder where it is wanted: all of it, or nothing."""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

THERE_ALREADY = "{} is there already. Say that it shall be replaced, or choose another name."
NOT_OURS = "The folder {} holds other files than an export's. Choose another name."
WRONG_KIND = "{} is {} and cannot be replaced by {}. Choose another name."
NO_FOLDER = "There is no folder {} to write to."
NO_ROOM = "There is not enough room in {}. Free some or write elsewhere. Nothing was written."
NO_RIGHT = "The folder {} cannot be written to: check its permissions. Nothing was written."
FAILED = "The export could not be written to {} ({}). Nothing was written."
FILE, FOLDER = "a file", "a folder"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
UNFINISHED = ".planbot-unfinished-"


class ExportRefused(Exception):
    """Nothing was written; the message says why, in a sentence for the person."""


@contextmanager
def new_file(out: Path, *, overwrite: bool) -> Iterator[Path]:
    """A path to write a file to, which becomes `out` once the block has ended well.

    Raises:
        ExportRefused: `out` is there already, or cannot be written.
    """
    if out.is_dir():
        raise ExportRefused(WRONG_KIND.format(out, FOLDER, FILE))
    if out.exists() and not overwrite:
        raise ExportRefused(THERE_ALREADY.format(out))
    with _beside(out) as scratch:
        unfinished = scratch / "export"
        yield unfinished
        unfinished.replace(out)


@contextmanager
def new_folder(out: Path, names: Iterable[str], *, overwrite: bool) -> Iterator[Path]:
    """A folder to write files to, which becomes `out` once the block has ended well.

    An earlier folder is replaced only if it holds nothing but files with the given names.

    Raises:
        ExportRefused: `out` is there already, holds other files, or cannot be written.
    """
    _check_folder(out, frozenset(names), overwrite=overwrite)
    with _beside(out) as scratch:
        unfinished = scratch / "export"
        unfinished.mkdir()
        yield unfinished
        if out.exists():
            out.rename(scratch / "earlier")
        try:
            unfinished.rename(out)
        except OSError:
            _put_back(scratch / "earlier", out)
            raise


def _check_folder(out: Path, names: frozenset[str], *, overwrite: bool) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise ExportRefused(WRONG_KIND.format(out, FILE, FOLDER))
    if not overwrite:
        raise ExportRefused(THERE_ALREADY.format(out))
    if any(path.is_dir() or path.name not in names for path in out.iterdir()):
        raise ExportRefused(NOT_OURS.format(out))


def _put_back(earlier: Path, out: Path) -> None:
    if earlier.exists():
        earlier.rename(out)


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder for what is unfinished, on the same disk as `out`; it goes whatever happens."""
    if not out.parent.is_dir():
        raise ExportRefused(NO_FOLDER.format(out.parent))
    try:
        with TemporaryDirectory(dir=out.parent, prefix=UNFINISHED) as scratch:
            yield Path(scratch)
    except OSError as error:
        raise ExportRefused(_sentence(error, out)) from None


def _sentence(error: OSError, out: Path) -> str:
    if error.errno in FULL:
        return NO_ROOM.format(out.parent)
    if error.errno in FORBIDDEN:
        return NO_RIGHT.format(out.parent)
    return FAILED.format(out, error.strerror or type(error).__name__)
