"""`mutants`, on a small project of its own: what is seen, what is not, and what says nothing either way."""

from pathlib import Path

import pytest

from local import mutants
from local.faults import LocalError

GUARD = "def allowed(age: int) -> bool:\n    return age >= 18\n"
TESTS = """\
import subprocess
import sys

import kernel.guard

def test_what_is_imported_is_here():
    asked = (sys.executable, "-P", "-c", "import kernel.guard; print(kernel.guard.__file__)")
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    here = __file__.replace("tests/test_guard.py", "platform/kernel/guard.py")
    assert told == kernel.guard.__file__ == here

def test_a_child():
    assert not kernel.guard.allowed(17)
"""
KEPT = """\
[{name}]
breaks = "children enter"
tests = ["tests/test_guard.py{test}"]
changes = [{{ file = "platform/kernel/guard.py", before = "{before}", after = "{after}" }}]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose one module bears the name of a room of ours."""
    for path, source in {
        "platform/kernel/__init__.py": "",
        "platform/kernel/guard.py": GUARD,
        "tests/test_guard.py": TESTS,
        ".data/secret": "not copied",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(source)
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.setattr(mutants, "KEPT", tmp_path / "tests" / "mutants.toml")
    # Its tests ask nothing of the plugins of ours but to be run here: the rest takes longer to import.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "xdist.plugin")
    return tmp_path


def keep(before: str, after: str, *, test: str = "", name: str = "guard") -> None:
    """Write down one more mutant."""
    with mutants.KEPT.open("a") as file:
        file.write(KEPT.format(name=name, test=test, before=before, after=after))


def test_a_mutant_is_seen_and_the_tree_is_left_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(">= 18", ">= 17")
    assert mutants.mutants([]) == 0
    said = capsys.readouterr().out
    assert "seen      guard: tests/test_guard.py::test_a_child\nAll 1 mutants were seen" in said
    assert (project / "platform" / "kernel" / "guard.py").read_text() == GUARD


def test_one_that_no_test_sees_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert project
    keep(">= 18", "> 17", name="same")
    keep(">= 18", ">= 17", name="other")
    assert mutants.mutants([]) == 1
    said = capsys.readouterr().out
    assert "NOT SEEN  same: children enter" in said
    assert "seen      other" in said
    assert "1 of 2 mutants were not seen" in said


@pytest.mark.parametrize("after", [">= = 18", ">= 18\\nimport nowhere"])
def test_a_tree_that_does_not_run_is_not_a_guard_that_is_seen(
    after: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project
    keep(">= 18", after)
    assert mutants.mutants(["guard"]) == 1
    assert "BROKEN    guard" in capsys.readouterr().out


def test_tests_that_never_end_are_cut(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project
    keep("return age >= 18", "__import__('threading').Event().wait()")
    monkeypatch.setattr(mutants, "well", lambda _chosen: None)
    monkeypatch.setattr(mutants, "PATIENCE", 2.0)
    assert mutants.mutants([]) == 1
    assert "they took more than 2 s" in capsys.readouterr().out


@pytest.mark.parametrize(("before", "times"), [("gone", 0), ("age", 2)])
def test_one_that_no_longer_fits_is_a_fault(before: str, times: int, project: Path) -> None:
    assert project
    keep(before, "else")
    with pytest.raises(LocalError, match=f"« guard » no longer fits: its text stands {times} times"):
        mutants.mutants([])


@pytest.mark.parametrize("test", ["::test_nothing_of_that_name", "::test_the_weather"])
def test_tests_that_fail_anyway_tell_nothing(test: str, project: Path) -> None:
    with (project / "tests" / "test_guard.py").open("a") as file:
        file.write("\ndef test_the_weather():\n    assert False\n")
    keep(">= 18", ">= 17", test=test)
    with pytest.raises(LocalError, match="Without any mutant these tests do not pass"):
        mutants.mutants([])


def test_a_name_that_is_none_is_said(project: Path) -> None:
    assert project
    keep(">= 18", ">= 17")
    with pytest.raises(LocalError, match=r"There is no mutant called others, x\."):
        mutants.mutants(["x", "guard", "others"])
