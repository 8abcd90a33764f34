"""One row inserted in a table without walls, keys to other tables or anything around it, and committed.

Source: psycopg's documentation, « Basic module usage ».
"""

from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

SOURCE = "psycopg documentation, « Basic module usage »"
MAKE = """CREATE TABLE IF NOT EXISTS plain_assessment (
    person_id uuid, id uuid PRIMARY KEY, activity_id uuid, submitted_at timestamptz DEFAULT now(),
    referential text, suggestions jsonb, answers jsonb, skips jsonb, notes jsonb,
    local_utility smallint, rest_time smallint, commercial_relation smallint, creativity smallint,
    tool_mastery smallint, trade_completeness smallint, financial_autonomy smallint)"""
OPEN = "GRANT INSERT ON plain_assessment TO musette_app"
INSERT = """INSERT INTO plain_assessment
    (person_id, id, activity_id, referential, suggestions, answers, skips, notes, local_utility, rest_time,
     commercial_relation, creativity, tool_mastery, trade_completeness, financial_autonomy)
    VALUES (%s, %s, %s, 'matrix 1', %s, %s, %s, %s, 40, 45, 50, 55, 60, 65, 70)"""


def insert(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """One assessment."""
    empty = Jsonb({})
    connection.execute(INSERT, (uuid4(), uuid4(), uuid4(), empty, empty, empty, empty))
    connection.commit()
