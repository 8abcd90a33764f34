"""The file a person takes away: one zip of JSON, CSV, photos and badges, written by pieces, read with care.

`docs/export.schema.json` says what its JSON holds. Reading refuses what is cut, swollen, or newer than what
this installation knows, before anything is kept. Pure: files in, bytes out.
"""

import csv
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

from kernel.refusals import N_, Invalid
from musette.pieces import Behind

FORMAT, VERSION = "musette", 1
DOCUMENT, PHOTOS, BADGES, ATTESTATIONS = "musette.json", "photos", "badges", "attestations"
BADGE_FILES = {
    "document": "badge.json",
    "png": "badge.png",
    "svg": "badge.svg",
    "bundle": "bundle.json",
    "issuer": "issuer.json",
    "status": "status.json",
}
TEXTS = frozenset(("document", "bundle", "issuer", "status"))  # what is read back; images are drawn anew
PACKED = (".jpg", ".png")  # already as small as they can be
LARGEST = 128 * 1024 * 1024  # bytes of a file that is brought
LARGEST_DOCUMENT = 20 * 1024 * 1024
LARGEST_PHOTO = 5 * 1024 * 1024
LARGEST_TEXT = 512 * 1024
MOST_VOICES = 200
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
Entry = tuple[str, str | bytes]


def first_entries(items: Mapping[str, object]) -> Iterator[Entry]:
    """What an archive begins with: the document, and the tables a spreadsheet opens."""
    document = {"format": FORMAT, "version": VERSION, **items}
    yield DOCUMENT, json.dumps(document, ensure_ascii=False, indent=1)
    for name, rows in items.items():
        if isinstance(rows, list):
            yield f"csv/{name}.csv", table(rows)


def grown(base: int, directory: bytes, entries: Iterable[Entry]) -> tuple[bytes, bytes]:
    """What comes behind the `base` bytes of an archive, then its new directory, which ends it.

    `directory` is what ended it before, empty for a new one. An entry that is there already is left alone.
    """
    out = Behind(base, directory)
    with ZipFile(out, "a") as archive:
        held = set(archive.namelist())
        for name, content in entries:
            if name not in held:
                packing = ZIP_STORED if name.endswith(PACKED) else ZIP_DEFLATED
                archive.writestr(name, content, packing)
        length = archive.start_dir - base
    whole = out.getvalue()
    return whole[:length], whole[length:]


def names_in(base: int, directory: bytes) -> set[str]:
    """What an archive of `base` bytes and this directory holds, by name; nothing for a new one."""
    if not directory:
        return set()
    with ZipFile(Behind(base, directory)) as archive:
        return set(archive.namelist())


def photo_name(name: str) -> str:
    """Where the photo of this id is in the archive."""
    return f"{PHOTOS}/{name}.jpg"


def badge_names(name: str) -> dict[str, str]:
    """Where what a badge is taken along as is in the archive, by what it is."""
    return {part: f"{BADGES}/{name}/{file}" for part, file in BADGE_FILES.items()}


def voice_name(name: str, rank: int) -> str:
    """Where what a named peer signed about the badge of this id is, counted from 1."""
    return f"{BADGES}/{name}/voices/{rank}.json"


def attestation_name(name: str, part: str = "attestation") -> str:
    """Where what was signed for its owner alone is; `issuer` and `status` stand beside a membership."""
    return f"{ATTESTATIONS}/{name}/{part}.json"


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


def read(file: IO[bytes]) -> Item:
    """The document of an archive; raises Invalid, in words for its owner, for what cannot be taken in."""
    with _opened(file) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_FILES or any(each.file_size > LARGEST_DOCUMENT for each in entries):
            raise Invalid(SWOLLEN, field="file")
        document = json.loads(_bounded(archive, DOCUMENT, LARGEST_DOCUMENT))
    return _known(document)


def photo_in(file: IO[bytes], name: str) -> bytes:
    """The photo of this id in an archive; raises Invalid when it is missing, damaged or swollen."""
    with _opened(file) as archive:
        return _bounded(archive, photo_name(name), LARGEST_PHOTO)


def badge_in(file: IO[bytes], name: str) -> dict[str, list[str]]:
    """The texts of the badge of this id, by what they are, none for what is missing; raises Invalid."""
    with _opened(file) as archive:
        held = set(archive.namelist())
        wanted = {part: [each] for part, each in badge_names(name).items() if part in TEXTS}
        wanted["voices"] = [voice_name(name, rank) for rank in range(1, MOST_VOICES + 1)]
        return {
            part: [_bounded(archive, each, LARGEST_TEXT).decode() for each in names if each in held]
            for part, names in wanted.items()
        }


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[ZipFile]:
    """An archive being read; whatever is wrong with it is raised as Invalid."""
    try:
        with ZipFile(file) as archive:
            yield archive
    except (KeyError, RecursionError, *DAMAGED) as fault:
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
