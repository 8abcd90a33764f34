"""A large file kept in pieces: read where it is asked for, written behind what is there, never held whole."""

from collections.abc import Callable
from functools import lru_cache
from io import SEEK_CUR, SEEK_END, SEEK_SET, BytesIO, RawIOBase

PIECE = 1024 * 1024  # bytes
REMEMBERED = 2  # pieces: the end of a zip lists what it holds, elsewhere is what one reads


class Pieced(RawIOBase):
    """A file of `size` bytes, its pieces fetched by their rank, from 0, when they are needed."""

    def __init__(self, size: int, fetch: Callable[[int], bytes]) -> None:
        self._size = size
        self._at = 0
        self._fetch = lru_cache(maxsize=REMEMBERED)(fetch)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to a place; gives it."""
        self._at = max(0, {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence] + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # what readers of ours give
        """What follows, up to the end of its piece; gives how many bytes."""
        if self._at >= self._size:
            return 0
        rank, start = divmod(self._at, PIECE)
        found = self._fetch(rank)[start : start + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


class Behind(BytesIO):
    """The end of a file whose beginning, of `base` bytes, is elsewhere and stays as it is."""

    def __init__(self, base: int, end: bytes) -> None:
        super().__init__(end)
        self._base = base

    def tell(self) -> int:
        """The place in the whole file."""
        return self._base + super().tell()

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Go to a place of the whole file, which must be in its end; gives it."""
        return self._base + super().seek(offset - (self._base if whence == SEEK_SET else 0), whence)

    def truncate(self, size: int | None = None, /) -> int:
        """Cut the whole file there; gives how long it is."""
        return self._base + super().truncate(None if size is None else size - self._base)
