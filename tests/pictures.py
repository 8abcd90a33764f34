"""Pictures as telephones, programs and jokers send them."""

from io import BytesIO
from struct import pack
from zlib import compress, crc32

from PIL import Image

BREST = {1: "N", 2: (48.0, 23.0, 27.0), 3: "W", 4: (4.0, 29.0, 8.0)}
GPS, ORIENTATION, MAKER, COMMENT = 0x8825, 0x0112, 0x010F, 0x9286
CANARY = "canary-7f3a"


def picture(width: int = 640, height: int = 480, *, mode: str = "RGB") -> Image.Image:
    """A picture whose left half is dark and whose right half is light."""
    made = Image.new(mode, (width, height))
    light = Image.new("L", (width - width // 2, height), 230).convert(mode)
    made.paste(light, (width // 2, 0))
    return made


def jpeg(width: int = 640, height: int = 480, *, quality: int = 75) -> bytes:
    """A plain JPEG."""
    return written(picture(width, height), "JPEG", quality=quality)


def from_a_telephone(*, orientation: int = 6) -> bytes:
    """A JPEG that says where it was taken, by what, with a comment, and which way is up."""
    made = picture()
    exif = made.getexif()
    exif[ORIENTATION], exif[MAKER] = orientation, CANARY
    exif.get_ifd(GPS).update(BREST)
    return written(made, "JPEG", exif=exif, comment=CANARY.encode(), icc_profile=CANARY.encode() * 20)


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a picture."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    """A picture read whole."""
    image = Image.open(BytesIO(body))
    image.load()
    return image


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few kilobytes that says it is a gigabyte of points."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
            _chunk(b"IDAT", compress(b"\0" * 4096)),
            _chunk(b"IEND", b""),
        )
    )


def heic() -> bytes:
    """The beginning of a HEIC file."""
    return pack(">I", 24) + b"ftypheic" + b"\0" * 4 + b"mif1heic" + b"\0" * 200


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))
