#!/usr/bin/env python3
"""The one command of the project: makes the environment, then hands over to it.

    python3 dev.py up [--port N] [--data DIR] [--no-demo]   run everything
    python3 dev.py test [pytest arguments]                  run every check and every test
    python3 dev.py musette …                                the operator's command line
    python3 dev.py --help                                   the other commands

Standard library only: this file must run on a machine that has nothing but Python 3.11.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PURE_COMMANDS = ("up", "musette")  # need the run-time libraries only; the others need the tools too
# A product of matrices on several threads waits for cores that pages and other workers keep busy.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")

NO_PYTHON = "Musette needs Python 3.11 or newer; this is Python {}.{}."
NO_VENV = (
    "This Python cannot make a virtual environment (its « venv » and « ensurepip » modules are missing).\n"
    "On Debian or Ubuntu: apt install python3-venv. Then run the same command again."
)
NO_INSTALL = "The libraries could not be installed (see the lines above). Nothing was started."


def main(arguments: list[str]) -> int:
    """Prepare the environment and replace this process by the command asked for."""
    if sys.version_info < (3, 11):
        return complain(NO_PYTHON.format(*sys.version_info[:2]))
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        arguments = ["--help"]
    wanted = "local" if arguments[0] in PURE_COMMANDS else "dev"
    problem = prepare(wanted)
    if problem:
        return complain(problem)
    os.environ.setdefault(*ONE_THREAD)
    # From where the caller stands, so that « --data DIR » means what it says; nothing there is imported (-P).
    return os.execv(PYTHON, [str(PYTHON), "-P", "-m", "local", *arguments])


def complain(sentence: str) -> int:
    """Say what is wrong on the error stream; gives the exit status."""
    print(sentence, file=sys.stderr)
    return 1


def prepare(wanted: str) -> str | None:
    """Make `.venv` hold at least the libraries of `requirements/<wanted>.txt`; gives the problem, if any."""
    pins = {name: fingerprint(name) for name in ("local", "dev")}
    marker = VENV / "pins"
    if marker.exists() and marker.read_text() in (pins[wanted], pins["dev"]):
        return None
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return NO_VENV
    print(f"Preparing the environment ({wanted})…", flush=True)
    if not usable():
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    marker.unlink(missing_ok=True)
    if install(wanted) != 0:
        return NO_INSTALL
    site = next((VENV / "lib").glob("python*")) / "site-packages"
    (site / "musette.pth").write_text(f"{ROOT / 'platform'}\n{ROOT}\n")
    marker.write_text(pins[wanted])
    return None


def fingerprint(name: str) -> str:
    """A text that changes with the pins, with this Python and with the place of the project."""
    pins = (ROOT / "requirements" / f"{name}.txt").read_bytes()
    return f"{name} {sys.version_info[:2]} {ROOT} {hashlib.sha256(pins).hexdigest()}"


def usable() -> bool:
    """Whether `.venv` already holds a working Python of the same version with pip."""
    if not PYTHON.exists():
        return False
    version = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return subprocess.run([str(PYTHON), "-c", version], check=False, capture_output=True).returncode == 0


def install(name: str) -> int:
    """Install exactly what is pinned, hashes checked, wheels only; gives pip's exit status."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pinned = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-compile"]
    requirements = ["--requirement", str(ROOT / "requirements" / f"{name}.txt")]
    return subprocess.run([*command, *pinned, *requirements], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
