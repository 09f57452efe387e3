"""Tells what kind of file was given, and unpacks a workbook without trusting its sizes."""

from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as DamagedData  # noqa: N812 -- the library's own name says nothing

from storage.exchange.layout.mistakes import PlanRejected

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 1_000
PIECE = 64 * 1024

NO_FILE = "There is no file {}."
UNREADABLE = "The file {} cannot be read: check its permissions."
TOO_LARGE = "The workbook is larger than 5 MB. Remove pictures and old sheets from it."
UNPACKS_TOO_LARGE = "The workbook unpacks to more than 40 MB. Copy the plan into a new workbook."
LOCKED = "The workbook is protected by a password. Save it without one."
OLD_FORMAT = "The workbook is in an old format. Save it as “Excel Workbook (.xlsx)”."
MACROS = "The workbook holds macros. Save it as “Excel Workbook (.xlsx)”."
OPEN_DOCUMENT = "The file is an OpenDocument spreadsheet. Save it as “Excel Workbook (.xlsx)”."
NUMBERS = "The file is from Numbers. Choose File, Export To, Excel there, and give that file."
PDF = "The file is a PDF. Give the Excel workbook (.xlsx) that it was made from."
WORD = "The file is a Word document. Copy its table into a plan workbook (.xlsx)."
POWERPOINT = "The file is a presentation. Copy its table into a plan workbook (.xlsx)."
ONE_CSV = "This is one CSV file. Give the folder that holds a CSV file for each sheet."
NO_WORKBOOK = "The file is not an Excel workbook (.xlsx), or it is damaged."

OLD_CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
PDF_START = b"%PDF-"
ENCRYPTED_ENTRY = 0x1
PACKED = frozenset({ZIP_STORED, ZIP_DEFLATED})
CSV_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
# Which file a part belongs to, in the order in which to look.
TELLING_PARTS = (
    ("xl/vbaProject.bin", MACROS),
    ("xl/workbook.bin", OLD_FORMAT),
    ("word/document.xml", WORD),
    ("ppt/presentation.xml", POWERPOINT),
    ("Index/Document.iwa", NUMBERS),
    ("Index.zip", NUMBERS),
    ("content.xml", OPEN_DOCUMENT),
)
MACRO_TYPE = b"macroEnabled"
TYPES_PART = "[Content_Types].xml"
TEXT_PARTS = (".xml", ".rels")


def unpacked(source: Path | bytes) -> BytesIO:
    """A workbook with its XML parts unpacked within bounds: an archive that cannot grow further.

    A part that says it is small stays small, whatever it holds. Pictures and other parts that are
    no XML are left out.

    Raises:
        PlanRejected: the file cannot be read, is too large, or is no workbook; with what to do.
    """
    content = _content(source)
    _check_start(content, source)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_parts(archive)
            return _copy(archive)
    except (BadZipFile, DamagedData, ValueError, NotImplementedError, EOFError, RuntimeError):
        raise PlanRejected([NO_WORKBOOK]) from None


def _content(source: Path | bytes) -> bytes:
    try:
        if isinstance(source, Path) and source.stat().st_size <= LARGEST_FILE:
            source = source.read_bytes()
    except FileNotFoundError:
        raise PlanRejected([NO_FILE.format(source)]) from None
    except OSError:
        raise PlanRejected([UNREADABLE.format(source)]) from None
    if isinstance(source, Path) or len(source) > LARGEST_FILE:
        raise PlanRejected([TOO_LARGE])
    return source


def _check_start(content: bytes, source: Path | bytes) -> None:
    if content.startswith(OLD_CONTAINER):
        raise PlanRejected([LOCKED if ENCRYPTED_STREAM in content else OLD_FORMAT])
    if content.startswith(PDF_START):
        raise PlanRejected([PDF])
    if isinstance(source, Path) and source.suffix.casefold() in CSV_ENDINGS:
        raise PlanRejected([ONE_CSV])


def _check_parts(archive: ZipFile) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & ENCRYPTED_ENTRY for entry in entries):
        raise PlanRejected([LOCKED])
    names = {entry.filename for entry in entries}
    for name, sentence in TELLING_PARTS:
        if name in names:
            raise PlanRejected([sentence])
    if len(entries) > MOST_PARTS or any(entry.compress_type not in PACKED for entry in entries):
        raise PlanRejected([NO_WORKBOOK])
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise PlanRejected([UNPACKS_TOO_LARGE])


def _copy(archive: ZipFile) -> BytesIO:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as copy:
        for entry in archive.infolist():
            if entry.filename.endswith(TEXT_PARTS):
                part = _part(archive, entry)
                _check_macros(entry.filename, part)
                copy.writestr(entry.filename, part)
    return file


def _part(archive: ZipFile, entry: ZipInfo) -> bytes:
    """A part's content, read in pieces: read at once, a forged part is unpacked whole first.

    In pieces it ends where it said it would; all that parts say together is bounded already.
    """
    with archive.open(entry) as part:
        return b"".join(iter(partial(part.read, PIECE), b""))


def _check_macros(name: str, part: bytes) -> None:
    if name == TYPES_PART and MACRO_TYPE in part:
        raise PlanRejected([MACROS])
