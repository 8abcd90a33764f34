"""`bench`: measure the platform beside baselines."""

import subprocess
import sys
from collections.abc import Sequence

from local.instance import ROOT

BENCH = ("-P", "-m", "bench")  # in a process of its own: no other command waits for its libraries


def bench(arguments: Sequence[str]) -> int:
    """Run the bench named; gives its exit status, 1 when a goal is missed."""
    return subprocess.run((sys.executable, *BENCH, *arguments), cwd=ROOT, check=False).returncode
