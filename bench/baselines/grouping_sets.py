"""The same cells by one query: every mean, variance, quartile and band of a portrait, asked of PostgreSQL.

What an analyst would write: the last answer of each member in twelve months, a row an axis, then GROUPING
SETS over the whole and each dimension. Rest and finance are asked for the whole only, as in a portrait.

Source: PostgreSQL's documentation, 7.2.4 « GROUPING SETS, CUBE, and ROLLUP », and 9.21 « Ordered-Set
Aggregate Functions » (percentile_cont).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

SOURCE = "PostgreSQL documentation, 7.2.4 (GROUPING SETS) and 9.21 (percentile_cont)"

FIGURES = """count(*), avg(level), var_samp(level),
    percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY level),
    count(*) FILTER (WHERE level < 20), count(*) FILTER (WHERE level BETWEEN 20 AND 39),
    count(*) FILTER (WHERE level BETWEEN 40 AND 59), count(*) FILTER (WHERE level BETWEEN 60 AND 79),
    count(*) FILTER (WHERE level >= 80)"""
QUERY = text(f"""
WITH counted AS (
    SELECT DISTINCT ON (c.member_id) c.*, b.group_id AS branch
    FROM contribution c
    JOIN membership m ON m.cooperative_id = c.cooperative_id AND m.id = c.member_id AND m.until IS NULL
    LEFT JOIN group_member b
        ON b.cooperative_id = c.cooperative_id AND b.member_id = c.member_id AND b.until IS NULL
    WHERE c.submitted_at >= :since AND c.submitted_at < :until
    ORDER BY c.member_id, c.submitted_at DESC
), apart AS (
    SELECT axis, level, status, seniority, lower(trade) AS trade, lower(territory) AS territory, branch
    FROM counted CROSS JOIN LATERAL (VALUES
        ('local_utility', local_utility), ('commercial_relation', commercial_relation),
        ('creativity', creativity), ('tool_mastery', tool_mastery),
        ('trade_completeness', trade_completeness)) AS levels (axis, level)
    WHERE level IS NOT NULL
), whole AS (
    SELECT axis, level
    FROM counted CROSS JOIN LATERAL (VALUES
        ('rest_time', rest_time), ('financial_autonomy', financial_autonomy)) AS levels (axis, level)
    WHERE level IS NOT NULL
)
SELECT axis, status, seniority, trade, territory, branch, {FIGURES}
FROM apart
GROUP BY axis, GROUPING SETS ((), (status), (seniority), (trade), (territory), (branch))
UNION ALL
SELECT axis, NULL, NULL, NULL, NULL, NULL, {FIGURES} FROM whole GROUP BY axis
""")  # noqa: S608 - no word of it comes from outside  # nosec B608


def cells(session: Session, since: datetime, until: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every cell of the cooperative in scope, from the answers of a period."""
    return session.execute(QUERY, {"since": since, "until": until}).all()
