"""`pin`: what `pyproject.toml` asks for, as exact versions with hashes, in `requirements/`.

The tools come first: what they are pinned to, the platform is pinned to as well.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from local.checks import tool
from local.faults import LocalError
from local.instance import ROOT
from local.terminal import say

OLDEST = "3.11"  # the Python that must be able to install them
WIDEST = "dev"
EXTRAS = {WIDEST: ("local", "dev"), "local": ("local",), "run": ()}
COMPILE = ("uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version", OLDEST)
SILENT = ("--generate-hashes", "--no-header", "--no-emit-index-url")
ADDRESS = "://"

FAILED = "The libraries could not be pinned (see the lines above). Nothing was changed."
NAMED = "requirements/{name}.txt would name an address: {line}. Nothing was changed."
CHANGED = "changed: requirements/{name}.txt"
UNCHANGED = "Nothing changed."


def pin(arguments: Sequence[str]) -> int:
    """Compile the three files, all or none; what was pinned stays unless uv's arguments say to upgrade.

    Raises `LocalError` when there is no solution, or when a file would name the address of a registry.
    """
    with TemporaryDirectory(prefix="musette-pins-") as folder:
        drafts = {name: Path(folder) / f"{name}.txt" for name in EXTRAS}
        for name, draft in drafts.items():
            shutil.copy(ROOT / "requirements" / draft.name if name == WIDEST else drafts[WIDEST], draft)
            compiled(name, draft, arguments if name == WIDEST else ())
        changed = [name for name, draft in drafts.items() if replace(name, draft)]
    say("\n".join(CHANGED.format(name=name) for name in changed) or UNCHANGED)
    return 0


def compiled(name: str, draft: Path, arguments: Sequence[str]) -> None:
    """Bring a draft in step with `pyproject.toml`, keeping the versions it holds wherever they still do."""
    extras = [word for extra in EXTRAS[name] for word in ("--extra", extra)]
    written = ("--python", sys.executable, "--output-file", str(draft))
    command = tool((*COMPILE, *SILENT, *extras, *written, *arguments))
    if subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode != 0:
        raise LocalError(FAILED)
    for line in draft.read_text().splitlines():
        if ADDRESS in line:
            raise LocalError(NAMED.format(name=name, line=line.strip()))


def replace(name: str, draft: Path) -> bool:
    """Put a draft in its place; gives whether that changes anything."""
    place = ROOT / "requirements" / f"{name}.txt"
    if place.exists() and place.read_bytes() == draft.read_bytes():
        return False
    shutil.copy(draft, place)
    return True
