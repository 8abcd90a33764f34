"""The kept mutants still fit the source, and the tests that must see them exist."""

import re
from pathlib import Path

from local.mutants import Mutant, kept
from tests.cases import each_case
from tests.house.source import ROOT

NAMED = re.compile(r"(?P<file>[\w/]+\.py)(::(?P<function>test_\w+))?")


@each_case("mutant", kept().values())
def test_a_mutant_fits_and_breaks_something(mutant: Mutant, tmp_path: Path) -> None:
    for file in {change.file for change in mutant.changes}:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text((ROOT / file).read_text(encoding="utf8"), encoding="utf8")
    mutant.apply(tmp_path)
    for file in {change.file for change in mutant.changes}:
        broken = (tmp_path / file).read_text(encoding="utf8")
        assert broken != (ROOT / file).read_text(encoding="utf8")
        compile(broken, file, "exec")


@each_case("mutant", kept().values())
def test_the_tests_of_a_mutant_exist(mutant: Mutant) -> None:
    assert mutant.breaks
    assert mutant.tests
    for test in mutant.tests:
        named = NAMED.fullmatch(test)
        assert named, test
        source = (ROOT / named["file"]).read_text(encoding="utf8")
        assert f"def {named['function'] or 'test_'}" in source, test
