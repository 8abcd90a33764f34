"""The file a person takes away: one zip of JSON, CSV and photos, written by pieces, read with care.

`docs/export.schema.json` says what its JSON holds. Reading refuses what is cut, swollen, or newer than what
this installation knows, before anything is kept. Pure: bytes in, bytes out.
"""

import csv
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

from kernel.refusals import N_, Invalid

FORMAT, VERSION = "musette", 1
DOCUMENT, PHOTOS = "musette.json", "photos"
LARGEST = 128 * 1024 * 1024  # bytes of a file that is brought
LARGEST_DOCUMENT = 20 * 1024 * 1024
LARGEST_PHOTO = 5 * 1024 * 1024
MOST_FILES = 5000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
DAMAGED = (BadZipFile, LargeZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)

NO_ARCHIVE = N_(
    "This file is not what Musette exports, or its end is missing: download it again, then try again."
)
SWOLLEN = N_("This file holds far more than a satchel can: it was not opened.")
NEWER = N_(
    "This file comes from a newer version of Musette (format %(version)s; this installation reads %(ours)s)."
    " Nothing was brought in: ask whoever runs this installation to update it."
)
Item = dict[str, Any]


def begun(items: Mapping[str, object]) -> bytes:
    """A new archive: the document, and the tables a spreadsheet opens."""
    out = BytesIO()
    document = {"format": FORMAT, "version": VERSION, **items}
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(DOCUMENT, json.dumps(document, ensure_ascii=False, indent=1))
        for name, rows in items.items():
            if isinstance(rows, list):
                archive.writestr(f"csv/{name}.csv", table(rows))
    return out.getvalue()


def with_photos(body: bytes, photos: Iterable[tuple[str, bytes]]) -> bytes:
    """The same archive and some more photos, each under its id; one that is there already is left alone."""
    out = BytesIO(body)
    with ZipFile(out, "a", ZIP_STORED) as archive:
        held = set(archive.namelist())
        for name, picture in photos:
            if photo_name(name) not in held:
                archive.writestr(photo_name(name), picture)
    return out.getvalue()


def photo_name(name: str) -> str:
    """Where the photo of this id is in the archive."""
    return f"{PHOTOS}/{name}.jpg"


def table(rows: Sequence[Item]) -> str:
    """Rows as a CSV file that opens in every spreadsheet, safe from formulas."""
    out = StringIO()
    names = sorted({name for row in rows for name in row})
    writer = csv.writer(out, delimiter=";")
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def read(body: bytes) -> Item:
    """The document of an archive; raises Invalid, in words for its owner, for what cannot be taken in."""
    try:
        with ZipFile(BytesIO(body)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES or any(each.file_size > LARGEST_DOCUMENT for each in entries):
                raise Invalid(SWOLLEN, field="file")
            document = json.loads(_bounded(archive, DOCUMENT, LARGEST_DOCUMENT))
    except (KeyError, RecursionError, *DAMAGED) as fault:
        raise Invalid(NO_ARCHIVE, field="file") from fault
    return _known(document)


def photo_in(body: bytes, name: str) -> bytes:
    """The photo of this id in an archive; raises Invalid when it is missing, damaged or swollen."""
    try:
        with ZipFile(BytesIO(body)) as archive:
            return _bounded(archive, photo_name(name), LARGEST_PHOTO)
    except (KeyError, *DAMAGED) as fault:
        raise Invalid(NO_ARCHIVE, field="file") from fault


def _bounded(archive: ZipFile, name: str, most: int) -> bytes:
    """What an entry holds, whatever size it says it has; raises Invalid beyond the bound."""
    with archive.open(name) as entry:
        found = entry.read(most + 1)
    if len(found) > most:
        raise Invalid(SWOLLEN, field="file")
    return found


def _known(document: object) -> Item:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Invalid(NO_ARCHIVE, field="file")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Invalid(NO_ARCHIVE, field="file")
    if version > VERSION:
        raise Invalid(NEWER, field="file", version=version, ours=VERSION)
    return document
