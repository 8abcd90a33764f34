from collections.abc import Mapping

import numpy as np
import pytest

from assessment.referential import Axis, Family, Strand, referential
from dashboards.measures.savoirs import FAMILIES, Savoir, complete, savoirs, strands

NAN = float("nan")
ONE = {
    Axis.LOCAL_UTILITY: 10,
    Axis.REST_TIME: 20,
    Axis.COMMERCIAL_RELATION: 60,
    Axis.CREATIVITY: 70,
    Axis.TOOL_MASTERY: 35,
    Axis.TRADE_COMPLETENESS: 40,
    Axis.FINANCIAL_AUTONOMY: 5,
}


def column(*members: Mapping[Axis, float]) -> dict[Axis, np.ndarray]:
    return {axis: np.array([each[axis] for each in members]) for axis in Axis}


def test_the_savoirs_of_one_member_by_hand() -> None:
    found = savoirs(column(ONE))
    assert {each: value.tolist() for each, value in found.items()} == {
        Savoir.LIVING: [30],
        Savoir.DESIGNING: [70],
        Savoir.MAKING: [37.5],
        Savoir.FINANCE: [5],
    }


def test_the_strands_of_one_member_by_hand() -> None:
    found = strands(column(ONE))
    assert {each: value.tolist() for each, value in found.items()} == {
        Strand.KNOWING: [45],
        Strand.USEFULNESS: [10],
        Strand.PAY: [5],
    }


def test_each_savoir_is_a_family_of_the_referential() -> None:
    assert list(FAMILIES) == list(Savoir)
    assert list(FAMILIES.values()) == list(Family)


def test_strands_have_their_words_and_their_axes() -> None:
    assert referential().strands[Strand.USEFULNESS].fr == "S’accomplir en contribuant à la société"
    assert {sheet.strand for sheet in referential().sheets.values()} == set(Strand)


def test_who_lacks_one_axis_counts_in_none() -> None:
    other = dict.fromkeys(Axis, 100.0)
    levels = column(ONE, {**other, Axis.REST_TIME: NAN}, other)
    assert complete(levels).tolist() == [True, False, True]
    assert savoirs(levels)[Savoir.DESIGNING].tolist() == [70, 100]
    assert strands(levels)[Strand.PAY].tolist() == [5, 100]


def test_whole_numbers_of_the_database_are_read() -> None:
    levels = {axis: np.array([100, 0], np.int16) for axis in Axis}
    assert savoirs(levels)[Savoir.LIVING].tolist() == [100, 0]
    assert savoirs(levels)[Savoir.LIVING].dtype == np.float64


def test_nobody_has_no_savoirs() -> None:
    assert all(len(each) == 0 for each in savoirs({axis: np.array([], np.int16) for axis in Axis}).values())


def test_six_axes_or_arrays_of_other_members_are_refused() -> None:
    levels = column(ONE)
    with pytest.raises(ValueError, match="seven axes"):
        savoirs({axis: each for axis, each in levels.items() if axis is not Axis.REST_TIME})
    with pytest.raises(ValueError, match="same members"):
        savoirs({**levels, Axis.REST_TIME: np.array([1, 2])})
