"""What is exported is there whole or not at all."""

import errno
from pathlib import Path

import pytest

from storage.exchange.extracts.target import (
    FAILED,
    NO_FOLDER,
    NO_RIGHT,
    NO_ROOM,
    NOT_OURS,
    THERE_ALREADY,
    WRONG_KIND,
    ExportRefused,
    new_file,
    new_folder,
)

NAMES = ("Updates.csv", "Risks.csv")


def test_a_file_is_there_once_all_of_it_is_written(tmp_path: Path) -> None:
    """Until the block ends nothing is at the place that was asked for, and no scratch remains."""
    out = tmp_path / "plan.xlsx"
    with new_file(out, overwrite=False) as path:
        path.write_text("all")
        assert not out.exists()
    assert out.read_text() == "all"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, NO_ROOM),
        (errno.EDQUOT, NO_ROOM),
        (errno.EFBIG, NO_ROOM),
        (errno.EACCES, NO_RIGHT),
        (errno.EROFS, NO_RIGHT),
    ],
)
def test_a_disk_that_does_not_take_it_is_one_sentence(
    tmp_path: Path, code: int, sentence: str
) -> None:
    """A full or protected disk leaves the earlier file as it was, and nothing half written."""
    out = tmp_path / "plan.xlsx"
    out.write_text("earlier")
    with pytest.raises(ExportRefused) as refused, new_file(out, overwrite=True) as path:
        _break_off(path, code)
    assert str(refused.value) == sentence.format(tmp_path)
    assert out.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [out]


def test_another_failure_of_the_disk_is_told_as_the_system_puts_it(tmp_path: Path) -> None:
    """What this product has no sentence for is said with the system's words."""
    out = tmp_path / "plan.xlsx"
    with pytest.raises(ExportRefused) as refused, new_file(out, overwrite=False):
        raise OSError(errno.EIO, "Input/output error")
    assert str(refused.value) == FAILED.format(out, "Input/output error")


def test_an_error_of_another_kind_leaves_nothing_either(tmp_path: Path) -> None:
    """An error that has nothing to do with files goes on to whoever can tell it."""
    with pytest.raises(ZeroDivisionError), new_file(tmp_path / "plan.xlsx", overwrite=False) as it:
        it.write_text(str(1 // 0))
    assert not list(tmp_path.iterdir())


def test_an_earlier_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    """Without `overwrite` the earlier file stands and the sentence says so."""
    out = tmp_path / "plan.xlsx"
    out.write_text("earlier")
    with pytest.raises(ExportRefused) as refused, new_file(out, overwrite=False):
        pass
    assert str(refused.value) == THERE_ALREADY.format(out)
    with new_file(out, overwrite=True) as path:
        path.write_text("later")
    assert out.read_text() == "later"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """An export does not make folders that nobody asked for."""
    out = tmp_path / "nowhere/plan.xlsx"
    with pytest.raises(ExportRefused) as refused, new_file(out, overwrite=False):
        pass
    assert str(refused.value) == NO_FOLDER.format(out.parent)


def test_a_file_never_takes_the_place_of_a_folder_nor_the_other_way_round(tmp_path: Path) -> None:
    """Even when asked to overwrite: that cannot have been meant."""
    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir()
    file.touch()
    with pytest.raises(ExportRefused) as refused, new_file(folder, overwrite=True):
        pass
    assert str(refused.value) == WRONG_KIND.format(folder, "a folder", "a file")
    with pytest.raises(ExportRefused) as refused, new_folder(file, NAMES, overwrite=True):
        pass
    assert str(refused.value) == WRONG_KIND.format(file, "a file", "a folder")


def test_a_folder_is_there_once_all_of_it_is_written(tmp_path: Path) -> None:
    """A folder comes whole too, and an earlier export's files do not stay behind."""
    out = tmp_path / "export"
    with new_folder(out, NAMES, overwrite=False) as folder:
        (folder / "Updates.csv").write_text("1")
        assert not out.exists()
    with new_folder(out, NAMES, overwrite=True) as folder:
        (folder / "Risks.csv").write_text("2")
    assert [path.name for path in out.iterdir()] == ["Risks.csv"]
    assert list(tmp_path.iterdir()) == [out]


def test_an_earlier_folder_is_replaced_only_when_asked(tmp_path: Path) -> None:
    """Without `overwrite` the earlier folder stands."""
    out = tmp_path / "export"
    out.mkdir()
    with pytest.raises(ExportRefused) as refused, new_folder(out, NAMES, overwrite=False):
        pass
    assert str(refused.value) == THERE_ALREADY.format(out)


@pytest.mark.parametrize("other", ["Accounts.docx", "Updates.csv.bak"])
def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path, other: str) -> None:
    """Somebody's documents are not an earlier export, whatever was asked."""
    out = tmp_path / "Documents"
    out.mkdir()
    (out / other).write_text("mine")
    with pytest.raises(ExportRefused) as refused, new_folder(out, NAMES, overwrite=True):
        pass
    assert str(refused.value) == NOT_OURS.format(out)
    assert (out / other).read_text() == "mine"


def test_a_failure_leaves_the_earlier_folder_as_it_was(tmp_path: Path) -> None:
    """Nothing of the new folder is seen, nothing of the old one is lost."""
    out = tmp_path / "export"
    out.mkdir()
    (out / "Updates.csv").write_text("earlier")
    with pytest.raises(ExportRefused), new_folder(out, NAMES, overwrite=True) as folder:
        _break_off(folder / "Updates.csv", errno.ENOSPC)
    assert (out / "Updates.csv").read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [out]


def _break_off(path: Path, code: int) -> None:
    """Write a part, and fail as the system does."""
    path.write_text("half")
    raise OSError(code, "as the system puts it")
