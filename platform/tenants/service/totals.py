"""Who we are: how many members of each category, typed by a coordinator."""

from collections.abc import Mapping

from sqlalchemy import delete

from journal.service import record_openly
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid
from kernel.scope import Scope
from tenants import permissions
from tenants.models import Dimension, Total
from tenants.queries.totals import totals
from tenants.rules import MOST_IN_A_CATEGORY, Act

OUT_OF_RANGE = N_("A number of members goes from 0 to 100,000.")


def say_who_we_are(
    session: UnitOfWork, *, counts: Mapping[Dimension, Mapping[str, int | None]], by: Scope
) -> None:
    """Keep the numbers of these dimensions in place of those known; what is none is not kept.

    Raises Invalid, naming the field « dimension_category », for a number under 0 or over 100,000.
    """
    permissions.SAY_WHO_WE_ARE.check(by)
    given = {
        dimension: {category: n for category, n in each.items() if n is not None}
        for dimension, each in counts.items()
    }
    for dimension, each in given.items():
        for category, n in each.items():
            if not 0 <= n <= MOST_IN_A_CATEGORY:
                raise Invalid(OUT_OF_RANGE, field=f"{dimension}_{category}")
    session.one_at_a_time(Act.SAY_WHO_WE_ARE)
    known = totals(session)
    if all(known.get(dimension, {}) == each for dimension, each in given.items()):
        return
    session.execute(delete(Total).where(Total.dimension.in_([*given])))
    session.add_all(
        Total(dimension=dimension, category=category, n=n)
        for dimension, each in given.items()
        for category, n in each.items()
    )
    record_openly(session, verb=Act.SAY_WHO_WE_ARE, about="total")
