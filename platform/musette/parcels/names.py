"""What a sealed part begins with: the names of those in the file, apart from the archive that is kept.

An archive stays in its owner's satchel, which nobody else reaches; names of others must be forgotten with
those who bear them, so that they never go in there.
"""

import json
from collections.abc import Sequence

from kernel.refusals import Invalid
from musette.parcels.files import MOST, NO_FILE

LONGEST = 200  # characters of a name that is read


def joined(names: Sequence[str], archive: bytes) -> bytes:
    """What is sealed: a line of names, by place, then the archive."""
    return json.dumps(list(names)).encode() + b"\n" + archive


def parted(content: bytes) -> tuple[list[str], bytes]:
    """The names and the archive again; raises Invalid for anything else."""
    line, _end, archive = content.partition(b"\n")
    try:
        names = json.loads(line)
    except ValueError as fault:
        raise Invalid(NO_FILE, field="file") from fault
    if not isinstance(names, list) or len(names) > MOST:
        raise Invalid(NO_FILE, field="file")
    return [str(each)[:LONGEST] for each in names], archive
