"""Digital Bazaar's libraries in Node, on the same documents: a process that issues and verifies when asked.

Source: the documentation of @digitalbazaar/vc, « Issuing » and « Verifying a Verifiable Credential ».
Contexts are kept in memory; statuses are not looked at.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SOURCE = "@digitalbazaar/vc documentation, « Issuing », « Verifying »"
HERE = Path(__file__).resolve().parent
MODULES = HERE.parents[1] / "tests" / "interop"


class Node:
    """A Node process at work."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def do(self, act: str, count: int) -> None:
        """Have it `issue` or `verify` so many; raises RuntimeError when it could not."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("Node was started without its pipes")
        self._process.stdin.write(f"{act} {count}\n")
        self._process.stdin.flush()
        if self._process.stdout.readline() != "done\n":
            raise RuntimeError("Node stopped (see the lines above)")


@contextmanager
def node(sheaf: dict[str, Any]) -> Iterator[Node | None]:
    """Node with these documents in hand; None when it, or its libraries (`npm ci`), are not here."""
    if not shutil.which("node") or not (MODULES / "node_modules").is_dir():
        yield None
        return
    with TemporaryDirectory(prefix="musette-badges-") as folder:
        (Path(folder) / "sheaf.json").write_text(json.dumps(sheaf), encoding="utf8")
        command = ("node", str(HERE / "digital_bazaar.mjs"), str(MODULES), folder)
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
            try:
                yield Node(process)
            finally:
                process.kill()
