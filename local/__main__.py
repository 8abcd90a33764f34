"""The commands of `python3 dev.py`."""

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from local.benches import bench
from local.catalogues import compile_catalogue, translate
from local.checks import check, static
from local.console import musette
from local.faults import LocalError
from local.mutants import mutants
from local.pins import pin
from local.terminal import complain, say
from local.up import up

INTERRUPTED = 130  # as shells say

REFUSED = "The system refused: {error}."


class Command(NamedTuple):
    """One command: what runs it (it gives the exit status), and what it is for."""

    run: Callable[[Sequence[str]], int]
    purpose: str


COMMANDS = {
    "up": Command(up, "run the whole platform: up [--port N] [--data DIR] [--no-demo]"),
    "musette": Command(musette, "the operator's command line: musette [--data DIR] …"),
    "test": Command(check, "every check and every test; with pytest's arguments, these tests only"),
    "checks": Command(static, "the static checks alone"),
    "translate": Command(translate, "bring the French catalogue up to date, and compile it"),
    "pin": Command(pin, "compile requirements/ from pyproject.toml; with --upgrade, newer versions"),
    "mutants": Command(mutants, "break each guard on purpose and see a test fail: mutants [NAME …]"),
    "bench": Command(bench, "measure the platform beside baselines, and its goals: bench NAME"),
}


def main(arguments: Sequence[str]) -> int:
    """Run the command named first; gives the exit status."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if name not in COMMANDS:
        (say if name in ("-h", "--help") else complain)(summary())
        return 0 if name in ("-h", "--help") else 2
    try:
        compile_catalogue()
        return COMMANDS[name].run(rest)
    except LocalError as error:
        complain(str(error))
        return 1
    except OSError as error:
        complain(REFUSED.format(error=error))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def summary() -> str:
    """The commands, one a line."""
    lines = (f"  {name:<9}  {command.purpose}" for name, command in COMMANDS.items())
    return "\n".join(("The commands of dev.py:", *lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
