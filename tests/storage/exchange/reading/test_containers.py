"""A file that is no workbook is refused with what to do about it, and none can fill the memory."""

import struct
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from storage.exchange.layout.mistakes import PlanRejected
from storage.exchange.reading.containers import LARGEST_FILE, LARGEST_UNPACKED, MOST_PARTS, unpacked
from storage.exchange.reading.workbook import read_plan
from tests.storage.workbooks import as_bytes, small_plan, with_part


def mistakes(source: bytes | Path) -> list[str]:
    with pytest.raises(PlanRejected) as refusal:
        read_plan(source)
    return list(refusal.value.mistakes)


def zipped(*names: str, content: bytes = b"<document/>") -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return file.getvalue()


def squeezed(name: str) -> bytes:
    """A part packed in a way that Excel does not know."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_BZIP2) as archive:
        archive.writestr(name, b"<document/>")
    return file.getvalue()


def locked_part(name: str) -> bytes:
    """An archive whose part says that it is encrypted."""
    content = bytearray(zipped(name))
    directory = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    return bytes(content)


def macro_typed() -> bytes:
    return with_part(
        as_bytes(small_plan()),
        "[Content_Types].xml",
        lambda xml: xml.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    )


NO_WORKBOOK = "The file is not an Excel workbook (.xlsx), or it is damaged."
LOCKED = "The workbook is protected by a password. Save it without one."
MACROS = "The workbook holds macros. Save it as “Excel Workbook (.xlsx)”."
OLD = "The workbook is in an old format. Save it as “Excel Workbook (.xlsx)”."
LARGE = "The workbook is larger than 5 MB. Remove pictures and old sheets from it."
BOMB = "The workbook unpacks to more than 40 MB. Copy the plan into a new workbook."
OPEN_DOCUMENT = "The file is an OpenDocument spreadsheet. Save it as “Excel Workbook (.xlsx)”."
NUMBERS = "The file is from Numbers. Choose File, Export To, Excel there, and give that file."
PDF = "The file is a PDF. Give the Excel workbook (.xlsx) that it was made from."
WORD = "The file is a Word document. Copy its table into a plan workbook (.xlsx)."
POWERPOINT = "The file is a presentation. Copy its table into a plan workbook (.xlsx)."
OLD_CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1")

FILES = {
    "empty": (b"", NO_WORKBOOK),
    "text": (b"Reference,Theme\nWF-01,WF\n", NO_WORKBOOK),
    "torn": (b"PK\x03\x04 and nothing more", NO_WORKBOOK),
    "xml": (zipped("[Content_Types].xml", content=b"<Types"), NO_WORKBOOK),
    "cut": (as_bytes(small_plan())[:-200], NO_WORKBOOK),
    "bzip": (squeezed("xl/workbook.xml"), NO_WORKBOOK),
    "parts": (zipped(*(f"{at}.xml" for at in range(MOST_PARTS + 1))), NO_WORKBOOK),
    "word": (zipped("word/document.xml"), WORD),
    "powerpoint": (zipped("ppt/presentation.xml"), POWERPOINT),
    "ods": (zipped("mimetype", "content.xml"), OPEN_DOCUMENT),
    "numbers": (zipped("Index/Document.iwa"), NUMBERS),
    "old numbers": (zipped("Index.zip"), NUMBERS),
    "pdf": (b"%PDF-1.7\n", PDF),
    "macros": (zipped("xl/workbook.xml", "xl/vbaProject.bin"), MACROS),
    "macros by type": (macro_typed(), MACROS),
    "binary": (zipped("xl/workbook.bin"), OLD),
    "old": (OLD_CONTAINER + b"Workbook", OLD),
    "password": (OLD_CONTAINER + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    "locked part": (locked_part("xl/workbook.xml"), LOCKED),
    "large": (bytes(LARGEST_FILE + 1), LARGE),
    "bomb": (zipped("xl/workbook.xml", content=bytes(LARGEST_UNPACKED + 1)), BOMB),
}


@pytest.mark.parametrize(("content", "sentence"), FILES.values(), ids=FILES)
def test_what_is_no_workbook_is_told_apart(tmp_path: Path, content: bytes, sentence: str) -> None:
    """The person hears what to do about the file, as a path and as an attachment."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    assert mistakes(path) == mistakes(content) == [sentence]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """With its name as it was given."""
    path = tmp_path / "plan.xlsx"
    assert mistakes(path) == [f"There is no file {path}."]


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """Here the way to it leads through another file."""
    (tmp_path / "plan").write_bytes(b"")
    path = tmp_path / "plan" / "plan.xlsx"
    assert mistakes(path) == [f"The file {path} cannot be read: check its permissions."]


def test_one_csv_file_is_not_enough(tmp_path: Path) -> None:
    """A plan in CSV is a folder."""
    path = tmp_path / "Actions.csv"
    path.write_text("Reference,Theme\n", encoding="utf-8")
    assert mistakes(path) == [
        "This is one CSV file. Give the folder that holds a CSV file for each sheet."
    ]


def test_a_file_of_60_mb_is_not_even_read(tmp_path: Path) -> None:
    """Its size is asked first; here it holds nothing but its size."""
    path = tmp_path / "plan.xlsx"
    with path.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    tracemalloc.start()
    try:
        assert mistakes(path) == [LARGE]
        assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    finally:
        tracemalloc.stop()


def lying_bomb(claimed: int) -> bytes:
    """A part of 200 MB that says it is small, with the checksum of its small beginning."""
    whole = bytes(200 * 1024 * 1024)
    honest = zipped("xl/workbook.xml", content=whole)
    lie = struct.pack("<I", zlib.crc32(whole[:claimed])), struct.pack("<I", claimed)
    truth = struct.pack("<I", zlib.crc32(whole)), struct.pack("<I", len(whole))
    return honest.replace(truth[0], lie[0]).replace(truth[1], lie[1])


def test_a_bomb_that_lies_about_its_size_stays_small() -> None:
    """Only what comes out counts: no more of it is unpacked than it said, whatever it holds."""
    bomb = lying_bomb(1_000)
    tracemalloc.start()
    try:
        assert mistakes(bomb) == [NO_WORKBOOK]
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_what_is_unpacked_needs_no_unpacking_again() -> None:
    """The parser is given a copy whose sizes are true; pictures are not in it."""
    content = BytesIO(as_bytes(small_plan()))
    with ZipFile(content, "a") as archive:
        archive.writestr("xl/media/image1.png", b"picture")
    with ZipFile(unpacked(content.getvalue())) as copy:
        assert all(entry.compress_size == entry.file_size for entry in copy.infolist())
        assert "xl/workbook.xml" in copy.namelist()
        assert "xl/media/image1.png" not in copy.namelist()


def test_entities_are_not_blown_up() -> None:
    """A laugh repeated a billion times is damage like any other."""
    levels = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    laugh = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><x>&l9;</x>'
    content = with_part(
        as_bytes(small_plan()), "xl/worksheets/sheet5.xml", lambda _: laugh.encode()
    )
    assert mistakes(content) == [NO_WORKBOOK]
