"""A view that differs, taken along with a badge: at the wish of the member it is about, and of nobody else.

Its author, if they agreed to be named, signs it with their own key, in their own scope; the row is for the
two of them alone. Otherwise the cooperative signs that one of its members said so, names nobody, and can
take it back (`contests`).
"""

from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, select

from assessment.referential import Axis, Language
from badges import jobs
from badges.addresses import badge_path
from badges.claims import ContestFacts, Endorser, Level
from badges.documents.voices import contest
from badges.models import Badge, SignedView
from badges.plain import Document, parsed
from badges.queries.issued import published_document
from badges.queries.own import badges_here, views_that_differ
from badges.service import contests
from badges.service.keys import Desk, issuer_of, issuer_signer, member_did, member_signer
from badges.service.publishing import written
from badges.signing import signed
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from peer.models.statements import Answer, Statement
from peer.queries.levels import Said, answer_to
from peer.rules import Stance
from tenants.models import Membership
from tenants.queries.members import is_member, member


def ask_authors(session: UnitOfWork, *, badge: Badge) -> bool:
    """Have those of the views chosen for a badge who agreed to be named sign them; gives whether any will."""
    awaited = False
    for each in _chosen(session, badge):
        author = _named_author(session, each)
        if author is not None and author.person_id is not None:
            later(
                session,
                jobs.SIGN_VIEW,
                person=author.person_id,
                member=author.id,
                badge=badge.id,
                statement=each.statement.id,
            )
            awaited = True
    return awaited


def sign_view(session: UnitOfWork, *, badge_id: UUID, statement_id: UUID, desk: Desk) -> None:
    """Sign what the member in scope saw otherwise, if they still agree to be named; then the bundle."""
    said = session.get(Statement, (session.cooperative, statement_id), populate_existing=True)
    badge = published_document(session, badge_path(badge_id, ".json"))
    if said is None or badge is None or not is_member(session, said.subject_id):
        return
    if _stands(said, session.member):
        page = published_document(session, badge_path(badge_id)) or {}
        name, did = member(session, session.member).display_name, member_did(session, desk=desk).did
        author = Endorser(name, did, tuple(said.grounds), said.said_at.date())
        answer = answer_to(session, statement_id)
        facts = replace(_facts(said, answer, badge, Language(page["language"])), author=author)
        made = signed(contest(facts, desk.origin), member_signer(session, desk=desk), at=facts.valid_from)
        _keep(session, said, badge_id, made)
    subject = member(session, said.subject_id)
    if subject.person_id is not None:
        later(session, jobs.BUNDLE, person=subject.person_id, member=subject.id, badge=badge_id)


def documents(
    session: UnitOfWork, *, badge: Badge, signed_badge: Document, desk: Desk
) -> list[Document] | None:
    """The views chosen for a badge, signed; None while an author who agreed to be named has yet to sign."""
    kept = {each.statement_id: each for each in session.scalars(_kept(badge.id))}
    made = []
    for each in _chosen(session, badge):
        if _named_author(session, each) is None:
            made.append(_unnamed(session, each, badge, signed_badge, desk))
        elif each.statement.id in kept:
            made.append(parsed(kept[each.statement.id].body))
        else:
            return None
    return made


def follow(session: UnitOfWork, *, axis: Axis) -> None:
    """Let go of the bundles that hold a view which is not held any more, or whose author is named no more.

    What the cooperative signed of such views, or of those that were answered since, is taken back.
    """
    badges = [each for each in badges_here(session, axis) if each.along.get("views") or each.contests]
    standing = {each.statement.id: each for each in views_that_differ(session, axis)} if badges else {}
    for badge in badges:
        session.refresh(badge, with_for_update=True)  # nothing is signed for it meanwhile
        wanted = {UUID(each) for each in badge.along.get("views", ())}
        kept = {each.statement_id: each for each in session.scalars(_kept(badge.id))}
        gone = {each for each in kept if not _holds(session, standing.get(each), kept[each])}
        taken_back = contests.follow(session, badge=badge, standing=standing)
        if gone or taken_back or wanted - standing.keys():
            badge.bundle = None
            badge.along = {**badge.along, "views": [str(each) for each in wanted & standing.keys()]}
            session.execute(delete(SignedView).where(SignedView.statement_id.in_(gone)))


def _holds(session: UnitOfWork, said: Said | None, kept: SignedView) -> bool:
    """Whether what an author signed is still held, under the name they go by."""
    author = _named_author(session, said) if said else None
    return author is not None and parsed(kept.body)["issuer"].get("name") == author.display_name


def _chosen(session: UnitOfWork, badge: Badge) -> list[Said]:
    """The views that the owner of a badge chose to take along with it, and that stand."""
    wanted = set(badge.along.get("views", ()))
    if not wanted:
        return []
    return [each for each in views_that_differ(session, badge.axis) if str(each.statement.id) in wanted]


def _kept(badge_id: UUID) -> Select[SignedView]:
    """What authors signed for a badge."""
    return select(SignedView).where(SignedView.badge_id == badge_id)


def _keep(session: UnitOfWork, said: Statement, badge_id: UUID, made: Document) -> None:
    here = (SignedView.statement_id == said.id, SignedView.badge_id == badge_id)
    session.execute(delete(SignedView).where(*here))
    people = {"subject_id": said.subject_id, "author_id": session.member}
    session.add(SignedView(statement_id=said.id, badge_id=badge_id, body=written(made), **people))
    session.flush()


def _named_author(session: UnitOfWork, said: Said) -> Membership | None:
    """The member who agreed to be named beside this view; None for any other, or once gone."""
    if said.author is None or not said.statement.named or said.statement.author_id is None:
        return None
    return member(session, said.statement.author_id)


def _stands(said: Statement, author_id: UUID) -> bool:
    """Whether a member sees it otherwise, under their own name, and has not taken it back."""
    return (
        said.author_id == author_id
        and said.named
        and said.stance is Stance.CONTEST
        and said.withdrawn_at is None
        and said.hidden_at is None
    )


def _unnamed(session: UnitOfWork, said: Said, badge: Badge, document: Document, desk: Desk) -> Document:
    """The same, said by the cooperative for a peer it does not name."""
    facts = replace(
        _facts(said.statement, said.answer, document, badge.language),
        issuer=issuer_of(session, desk=desk),
        status=contests.place_for(session, badge=badge, said=said, desk=desk),
    )
    return signed(contest(facts, desk.origin), issuer_signer(session, desk=desk), at=facts.valid_from)


def _facts(said: Statement, answer: Answer | None, badge: Document, language: Language) -> ContestFacts:
    """What is told of a view, but for who signs it."""
    return ContestFacts(
        id=f"urn:uuid:{uuid4()}",
        author=None,
        grounds=tuple(said.grounds),
        about=badge["id"],
        holder=badge["credentialSubject"]["id"],
        level=Level(said.axis, said.level or 0),
        reason=said.words,
        state=contests.state_of(said, answer),
        language=language,
        valid_from=clock.now(),
        expires=datetime.combine(said.expires_on, time(), UTC),
    )
