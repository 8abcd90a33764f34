"""`pin`, on libraries made here: no registry is asked."""

import zipfile
from pathlib import Path

import pytest

from local import pins
from local.faults import LocalError

PROJECT = """\
[project]
name = "example"
version = "1"
dependencies = ["ground{bound}"]
[project.optional-dependencies]
local = ["servers"]
dev = ["tools"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project pinned once, and a shelf of libraries in the place of a registry."""
    for name in ("ground", "servers", "tools"):
        library(tmp_path / "shelf", name, "1")
    (tmp_path / "pyproject.toml").write_text(PROJECT.format(bound=""))
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "dev.txt").touch()
    monkeypatch.setattr(pins, "ROOT", tmp_path)
    for name, value in {
        "UV_NO_INDEX": "1",
        "UV_OFFLINE": "1",
        "UV_FIND_LINKS": str(tmp_path / "shelf"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    pins.pin([])
    return tmp_path


def library(shelf: Path, name: str, version: str) -> None:
    """A wheel with nothing in it."""
    shelf.mkdir(exist_ok=True)
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(shelf / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")


def pinned(project: Path, name: str) -> list[str]:
    """What a file pins."""
    lines = (project / "requirements" / f"{name}.txt").read_text().splitlines()
    return [line.split()[0] for line in lines if not line.startswith((" ", "#"))]


def written(project: Path) -> dict[str, tuple[bytes, int]]:
    """The files as they are, and when they were written."""
    files = (project / "requirements").iterdir()
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


def test_each_file_holds_what_it_is_for_with_hashes(project: Path) -> None:
    assert pinned(project, "run") == ["ground==1"]
    assert pinned(project, "local") == ["ground==1", "servers==1"]
    assert pinned(project, "dev") == ["ground==1", "servers==1", "tools==1"]
    assert (project / "requirements" / "dev.txt").read_text().count("--hash=sha256:") == 3


def test_with_nothing_to_change_the_files_are_left_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = written(project)
    library(project / "shelf", "ground", "2")
    assert pins.pin([]) == 0
    assert written(project) == before
    assert capsys.readouterr().out.endswith("Nothing changed.\n")


def test_what_no_longer_holds_moves_and_the_rest_stays(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library(project / "shelf", "ground", "2")
    library(project / "shelf", "tools", "2")
    (project / "pyproject.toml").write_text(PROJECT.format(bound=">1"))
    pins.pin([])
    assert pinned(project, "dev") == ["ground==2", "servers==1", "tools==1"]
    assert pinned(project, "run") == ["ground==2"]
    assert "changed: requirements/run.txt" in capsys.readouterr().out


def test_an_upgrade_reaches_the_three_files(project: Path) -> None:
    library(project / "shelf", "ground", "2")
    pins.pin(["--upgrade"])
    assert {pinned(project, name)[0] for name in pins.EXTRAS} == {"ground==2"}


def test_without_a_solution_nothing_changes(project: Path) -> None:
    before = written(project)
    (project / "pyproject.toml").write_text(PROJECT.format(bound=">5"))
    with pytest.raises(LocalError, match="Nothing was changed"):
        pins.pin([])
    assert written(project) == before


def test_no_address_is_ever_written(project: Path) -> None:
    before = written(project)
    wheel = (project / "shelf" / "ground-1-py3-none-any.whl").as_uri()
    (project / "pyproject.toml").write_text(PROJECT.format(bound=f" @ {wheel}"))
    with pytest.raises(LocalError, match=r"would name an address: ground @ file://"):
        pins.pin([])
    assert written(project) == before
