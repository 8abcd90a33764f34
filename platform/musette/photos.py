"""Photos as people send them, made anew: upright, small, bare of all that came with the picture.

Only the points of the picture are kept. Where it was taken, when, with what, its comments and its thumbnail
are not copied, so that no list of what to remove has to be right. Pure: bytes in, bytes out.
"""

from dataclasses import dataclass
from io import BytesIO
from struct import error as StructError  # noqa: N812 - a name that says what it is

from PIL import Image, ImageOps

from kernel.refusals import N_, Invalid

LARGEST = 20 * 1024 * 1024  # bytes: what telephones send, and more
MOST_POINTS = 50_000_000  # of a JPEG, which is read at a smaller scale
MOST_POINTS_WHOLE = 24_000_000  # of the others, which must be read whole: a hundred megabytes of memory
WIDE, SMALL = 1600, 480  # pixels of the longer side
QUALITY = 82
KINDS = ("JPEG", "PNG", "WEBP")
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevx", b"mif1", b"msf1")
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, StructError, Image.DecompressionBombError)

HEAVY = N_("This photo is too heavy: 20 megabytes at most. Your words are kept; choose a smaller one.")
VAST = N_("This picture has too many points to be read here. Your words are kept; choose a smaller one.")
HEIC = N_(
    "This is a HEIC photo, which many screens cannot show. Your words are kept; choose it again as JPEG"
    " (on an iPhone: Settings, Camera, Formats, Most Compatible)."
)
NO_PHOTO = N_(
    "This file is not a photo we can read. Your words are kept; choose a JPEG, PNG or WebP picture."
)
CUT = N_("This photo is cut or damaged: its end is missing. Your words are kept; send it again.")

Image.MAX_IMAGE_PIXELS = None  # our own bounds are checked before anything is read, and told in words


@dataclass(frozen=True)
class Prepared:
    """A photo as it is kept: JPEG, at most 1600 and 480 pixels on its longer side."""

    width: int
    height: int
    body: bytes
    small: bytes


def prepared(sent: bytes) -> Prepared:
    """A photo made anew from what was sent; raises Invalid, in words for its sender, when that is none."""
    if len(sent) > LARGEST:
        raise Invalid(HEAVY, field="photo")
    if sent[4:8] == b"ftyp" and sent[8:12] in HEIC_BRANDS:
        raise Invalid(HEIC, field="photo")
    picture = _bare(_read(_opened(sent)))
    small = picture.copy()
    small.thumbnail((SMALL, SMALL))
    return Prepared(picture.width, picture.height, _written(picture), _written(small))


def _opened(sent: bytes) -> Image.Image:
    """The picture, of which only the beginning is read so far."""
    try:
        image = Image.open(BytesIO(sent), formats=KINDS)
    except UNREADABLE as fault:
        raise Invalid(NO_PHOTO, field="photo") from fault
    most = MOST_POINTS if image.format in ("JPEG", "MPO") else MOST_POINTS_WHOLE
    if image.width * image.height > most:
        raise Invalid(VAST, field="photo")
    return image


def _read(image: Image.Image) -> Image.Image:
    """The picture read, at a scale near the one it is kept in, and turned upright."""
    try:
        image.draft("RGB", (WIDE, WIDE))
        image.thumbnail((WIDE, WIDE))
        return ImageOps.exif_transpose(image)
    except UNREADABLE as fault:
        raise Invalid(CUT, field="photo") from fault


def _bare(image: Image.Image) -> Image.Image:
    """The points of a picture on a white sheet, and nothing else of it."""
    sheet = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        veiled = image.convert("RGBA")
        sheet.paste(veiled, mask=veiled)
    else:
        sheet.paste(image.convert("RGB"))
    return sheet


def _written(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
