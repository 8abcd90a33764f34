"""All the badges of a large cooperative signed again under a new key: one job, stopped half-way, resumed."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice, product
from typing import Any, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from psycopg import Connection as PsycopgConnection
from sqlalchemy import func, select, text

from assessment.referential import Axis, Language
from badges import jobs
from badges.addresses import badge_path
from badges.baking import bake_png
from badges.claims import Level
from badges.documents import levels
from badges.labels import png
from badges.models import Published
from badges.plain import Document
from badges.sealing import SealingKey
from badges.service import images, rotating
from badges.service.keys import Desk, issuer_signer
from badges.service.publishing import DOCUMENT, PAGE, PNG, SVG
from bench.badges.sheaf import NOW, facts
from bench.dashboards.ground import Ground, ground
from bench.goals import Bound, Goal, Reached
from kernel.claims import claimed
from kernel.jobs import Job
from kernel.scope import Scope
from kernel.walls import Role
from tenants.service import cooperatives

COUNT = 35_000
KEYS = 2  # the first one, and the new one
NAME, SLUG, ZONE = "L’Établi commun", "etabli", "Europe/Paris"
COLUMNS = ("path", "cooperative_id", "type", "body", "changed_at")
# 334 seconds were measured on two cores, one of them busy with other work.
SECONDS = Goal("35,000 signed again, in seconds", Bound.AT_MOST, 600, "{:.0f}")
ONCE = Goal("signed again once each, to all", Bound.AT_LEAST, 1.0)
TOLD = """\
{count:,} badges signed again in {seconds:.0f} s ({rate:,.0f} a second), one process, {chunks} transactions;
stopped in the middle of one half-way, and resumed: {keys} keys, {renewed:,} signed under the new one"""

Kind = tuple[Axis, int, Language]
AXES = (Axis.LOCAL_UTILITY, Axis.CREATIVITY, Axis.TOOL_MASTERY)
EVERY = list(product(AXES, range(10, 100, 20), Language))
Row = tuple[str, UUID, str, bytes, object]


class Stopped(Exception):  # noqa: N818 - it names what became of the work
    """The process that signs is no more."""


@dataclass(frozen=True)
class Run:
    """How long it took, how many transactions landed, how many keys there are, and badges under the last."""

    count: int
    seconds: float
    chunks: int
    keys: int
    renewed: int


def resigning() -> list[Reached]:
    """Load, sign again, print what it took, and give the goals."""
    found = measure(COUNT)
    rate = found.count / found.seconds
    print(TOLD.format(**vars(found), rate=rate))
    whole = found.keys == KEYS
    return [Reached(SECONDS, found.seconds), Reached(ONCE, found.renewed / found.count if whole else 0.0)]


def measure(count: int) -> Run:
    """Sign so many badges again."""
    with ground() as stand:
        desk = Desk(SealingKey.of(stand.settings.secret_key), stand.settings.public_url)
        home = _found(stand, desk)
        _load(stand, home, count)
        job = _ask(stand, home)
        start = time.perf_counter()
        chunks = _work(stand, home, job, desk, stop_at=count // 2)
        seconds = time.perf_counter() - start
        return Run(count, seconds, chunks, *_seen(stand, home))


def _found(stand: Ground, desk: Desk) -> UUID:
    """A cooperative that has its first key."""
    home = uuid5(NAMESPACE_URL, SLUG)
    scope = Scope(cooperative=home)
    with stand.house.database.unit_of_work(scope) as session:
        cooperatives.create(session, name=NAME, slug=SLUG, zone=ZONE, language="fr")
    with stand.house.database.unit_of_work(scope) as session:
        issuer_signer(session, desk=desk)
    return home


def _load(stand: Ground, home: UUID, count: int) -> None:
    with stand.administrator() as connection:
        raw = cast("PsycopgConnection[Any]", connection.connection.driver_connection)
        columns = ", ".join(COLUMNS)
        with raw.cursor() as cursor, cursor.copy(f"COPY published ({columns}) FROM STDIN") as stream:
            for row in _rows(home, count):
                stream.write_row(row)
        connection.execute(text("ANALYZE published"))


def _rows(home: UUID, count: int) -> Iterator[Row]:
    """What is published of so many badges; pictures and drawings are made once for each kind."""
    kinds = EVERY
    drawn = {each: images.label(each[0], Level(*each[:2]).band, each[2], NAME) for each in kinds}
    painted = {each: png(drawing, images.PIXELS) for each, drawing in drawn.items()}
    for rank, kind in enumerate(islice(cycle(kinds), count)):
        badge_id = uuid5(home, str(rank))
        document = levels.badge(facts(rank, *kind))
        said = json.dumps(document, ensure_ascii=False)
        files = {
            "": (PAGE, _page(badge_id, kind)),
            ".json": (DOCUMENT, said.encode()),
            ".svg": (SVG, images.carrying(drawn[kind], said)),
            ".png": (PNG, bake_png(painted[kind], said)),
        }
        for extension, (type_, body) in files.items():
            yield badge_path(badge_id, extension), home, type_, body, NOW


def _page(badge_id: UUID, kind: Kind) -> bytes:
    axis, level, language = kind
    told: Document = {
        "id": str(badge_id),
        "axis": axis.value,
        "band": Level(axis, level).band,
        "language": language.value,
        "cooperative": {"slug": SLUG, "name": NAME},
        "state": "current",
        "awarded": NOW.isoformat(),
        "expires": NOW.replace(year=NOW.year + 2).isoformat(),
    }
    return json.dumps(told).encode()


def _ask(stand: Ground, home: UUID) -> UUID:
    scope = Scope(cooperative=home)
    with stand.house.database.unit_of_work(scope, Role.MACHINE) as session:
        rotating.rotate(session)
    with stand.house.database.reading(scope) as session:
        return session.scalars(select(Job.id).where(Job.kind == jobs.ROTATE.name)).one()


def _work(stand: Ground, home: UUID, job: UUID, desk: Desk, *, stop_at: int) -> int:
    """Do the job as workers do; once, a chunk is stopped before it lands. Gives how many chunks landed."""
    chunks, done, more = 0, 0, True
    while more:
        try:
            done, more = _chunk(stand, home, job, desk, stopping=done <= stop_at < done + rotating.CHUNK)
            chunks += 1
        except Stopped:
            stop_at = -1
            _wake(stand, job)
    return chunks


def _chunk(stand: Ground, home: UUID, job: UUID, desk: Desk, *, stopping: bool) -> tuple[int, bool]:
    """Sign some again, as one transaction; gives how far the job came, and whether more is left."""
    with claimed(stand.house.database, jobs.ROTATE, home, job) as claim:
        if claim is None:
            raise LookupError("the job is done, or in other hands")
        done, total = rotating.rotate_some(claim.session, start=claim.progress, desk=desk)
        if stopping:
            raise Stopped
        claim.advance(done, max(done, total))
        return done, claim.more


def _wake(stand: Ground, job: UUID) -> None:
    """Have the job tried again now, and not in a while."""
    with stand.administrator() as connection:
        connection.execute(text("UPDATE job SET next_try_at = now() WHERE id = :job"), {"job": job})


def _seen(stand: Ground, home: UUID) -> tuple[int, int]:
    """How many keys the cooperative has, and how many badges are signed under the last."""
    with stand.house.database.reading(Scope(cooperative=home)) as session:
        keys = json.loads(session.get_one(Published, f"t/{SLUG}/did.json").body)["assertionMethod"]
        signed_so = func.convert_from(Published.body, "UTF8").contains(keys[-1], autoescape=True)
        documents = (Published.path.like("b/%.json"), signed_so)
        found = session.scalar(select(func.count()).select_from(Published).where(*documents))
    return len(keys), found or 0
