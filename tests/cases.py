"""Many small cases in one test: each is tried, and the test fails with every one that is wrong.

pytest takes some milliseconds to collect, prepare and report a test, in each process: most cases take less.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial, wraps
from inspect import signature
from typing import Any

import pytest

WRONG = "{wrong} of {tried} cases are wrong"
NAMED = "Case: {case}"
LONGEST = 200  # characters of a value that are told

Test = Callable[..., None]


def each_case(names: str, cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Give a test these cases one after the other, as `parametrize` would; fixtures are the same for all.

    A case is one value, or as many as there are names, separated by commas.
    """
    given = [name.strip() for name in names.split(",")]
    kept = [tuple(case) if len(given) > 1 else (case,) for case in cases]

    def decorate(test: Test) -> Test:
        @wraps(test)
        def through(**fixtures: object) -> None:
            check = partial(test, **fixtures)
            try_each(kept, lambda *values: check(**dict(zip(given, values, strict=True))))

        asked = signature(test)
        rest = [each for name, each in asked.parameters.items() if name not in given]
        through.__signature__ = asked.replace(parameters=rest)  # type: ignore[attr-defined] # pytest reads it
        return through

    return decorate


def try_each(cases: Iterable[Sequence[Any]], check: Test) -> None:
    """Check every case; raises together what was wrong, each with a note that says in which case."""
    wrong: list[BaseException] = []
    tried = 0
    for case in cases:
        tried += 1
        try:
            check(*case)
        except (Exception, pytest.fail.Exception) as fault:  # noqa: BLE001  all are raised at the end
            fault.add_note(NAMED.format(case=", ".join(str(value)[:LONGEST] for value in case)))
            wrong.append(fault)
    assert tried, "no case to try"
    if wrong:
        raise BaseExceptionGroup(WRONG.format(wrong=len(wrong), tried=tried), wrong)
