"""What a person does with their account. Every act runs as the identity role."""

from datetime import timedelta
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.keys import derived_token, digest, new_token
from kernel.refusals import N_, Invalid, Refusal, Unknown
from people import jobs
from people.models import Erased, Login, Person, Purpose, Token
from people.passwords import hashed, matches, outdated
from people.queries import live_token, person_by_email
from people.rules import Step, Weakness, next_step, weakness

LINK_LIFE = timedelta(hours=2)
SEEN_EVERY = timedelta(minutes=5)
DATED_EVERY = timedelta(days=1)
LINKS_KEPT = timedelta(days=30)
LANGUAGES = ("fr", "en")

WEAKNESSES = {
    Weakness.TOO_SHORT: N_("Choose at least twelve characters: a short sentence does very well."),
    Weakness.TOO_LONG: N_("This password is too long: 512 characters at most."),
    Weakness.GUESSABLE: N_("This password is too easy to guess: add a word or two, or choose a sentence."),
}
WRONG = N_("The address or the password is not right.")
OLD_LINK = N_("This link is no longer valid: it may have been used, or be too old. Ask for another one.")


def register(session: UnitOfWork, *, email: str, password: str, language: str, name: str = "") -> Person:
    """Make an account. Raises Invalid for a weak password or an address that has one already."""
    address = checked_address(email)
    if person_by_email(session, address):
        sentence = N_("There is already an account with this address: sign in, then open the link again.")
        raise Invalid(sentence, field="email")
    check_password(password, context=(address, name))
    person = Person(id=uuid4(), email=address, password_hash=hashed(password), language=language)
    session.add(person)
    session.flush()
    return person


def sign_in(session: UnitOfWork, *, email: str, password: str) -> Person:
    """The person with this address and password; raises Invalid in the same words and time otherwise."""
    person = person_by_email(session, email.strip())
    if not matches(password, person.password_hash if person else None) or person is None:
        raise Invalid(WRONG)
    if outdated(person.password_hash):
        person.password_hash = hashed(password)
    in_use(session, person_id=person.id)
    return person


def open_login(session: UnitOfWork, *, person_id: UUID, device: str, absolute: timedelta) -> str:
    """A new sign-in; gives its token, which is stored nowhere."""
    token = new_token()
    login = Login(
        token_hash=digest(token), person_id=person_id, device=device, expires_at=clock.now() + absolute
    )
    session.add(login)
    return token


def seen(session: UnitOfWork, *, login_id: UUID) -> None:
    """Note that a sign-in is in use, and its account with it."""
    person_id = session.scalar(
        update(Login).where(Login.id == login_id).values(last_seen_at=clock.now()).returning(Login.person_id)
    )
    if person_id is not None:
        in_use(session, person_id=person_id)


def in_use(session: UnitOfWork, *, person_id: UUID) -> None:
    """Note, once a day, that somebody uses their account: what was announced of its end is forgotten."""
    worth = or_(Person.last_seen_at < clock.now() - DATED_EVERY, Person.notices > 0)
    used = update(Person).where(Person.id == person_id, worth)
    session.execute(used.values(last_seen_at=clock.now(), notices=0, noticed_at=None))


def end_login(session: UnitOfWork, *, login_id: UUID, by: UUID) -> None:
    """End one of a person's own sign-ins; raises Unknown for anybody else's."""
    statement = delete(Login).where(Login.id == login_id, Login.person_id == by).returning(Login.id)
    if session.scalar(statement) is None:
        raise Unknown


def end_other_logins(session: UnitOfWork, *, kept: UUID, by: UUID) -> None:
    """End every sign-in of a person but the one in use."""
    session.execute(delete(Login).where(Login.person_id == by, Login.id != kept))


def change_language(session: UnitOfWork, *, language: str, by: UUID) -> None:
    """Choose the language of pages and mails."""
    if language not in LANGUAGES:
        raise Invalid(N_("Musette speaks French and English."))
    session.execute(update(Person).where(Person.id == by).values(language=language))


def change_password(session: UnitOfWork, *, current: str, new: str, by: UUID) -> None:
    """Replace one's password, and end every link mailed before.

    Raises Invalid when the present one is wrong or the new one weak.
    """
    person = _person(session, by)
    if not matches(current, person.password_hash):
        raise Invalid(N_("This is not your present password."), field="current")
    check_password(new, context=(person.email,))
    person.password_hash = hashed(new)
    _end_links(session, person)


def ask_reset(session: UnitOfWork, *, email: str, person_id: UUID | None, secret_key: str) -> None:
    """Have a link sent that allows a new password; does the same work when nobody has this address."""
    token = _link(Purpose.RESET_PASSWORD, email, person_id, secret_key)
    session.add(token)
    later(session, jobs.RESET_MAIL, token=token.id)


def decoy() -> UUID:
    """The id of nobody, for a request about an unknown address to do the same work as another."""
    return uuid4()


def reset_password(session: UnitOfWork, *, token: str, new: str) -> UUID:
    """Set a password from a mailed link, once; ends every sign-in and every other link. Gives the person."""
    link = live_token(session, token, Purpose.RESET_PASSWORD)
    if link is None or link.person_id is None:
        raise Refusal(OLD_LINK)
    person = _person(session, link.person_id)
    check_password(new, context=(person.email,))
    person.password_hash = hashed(new)
    _end_links(session, person)
    session.execute(delete(Login).where(Login.person_id == person.id))
    return person.id


def ask_address(session: UnitOfWork, *, email: str, password: str, by: UUID, secret_key: str) -> None:
    """Have a link sent to a new address; the present one stays until it is followed."""
    person = _person(session, by)
    if not matches(password, person.password_hash):
        raise Invalid(N_("This is not your present password."), field="password")
    token = _link(Purpose.CHANGE_ADDRESS, checked_address(email), by, secret_key)
    session.add(token)
    later(session, jobs.ADDRESS_MAIL, token=token.id)


def confirm_address(session: UnitOfWork, *, token: str) -> None:
    """Take the new address a mailed link was sent to, once; ends every other link."""
    link = live_token(session, token, Purpose.CHANGE_ADDRESS)
    if link is None or link.person_id is None or person_by_email(session, link.email):
        raise Refusal(OLD_LINK)
    person = _person(session, link.person_id)
    person.email = link.email
    _end_links(session, person)


def erase(session: UnitOfWork, *, password: str, by: UUID) -> str:
    """Delete an account, its sign-ins and its links; gives its address. Invalid if the password is wrong."""
    person = _person(session, by)
    if not matches(password, person.password_hash):
        raise Invalid(N_("This is not your present password."), field="password")
    _delete(session, person)
    return person.email


def erase_again(session: UnitOfWork, *, by: UUID) -> str | None:
    """Delete an account that was erased and that a backup has brought back; gives its address, or None."""
    person = session.get(Person, by)
    if person is None:
        return None
    _delete(session, person)
    return person.email


def due(session: UnitOfWork) -> Step | None:
    """What is due now for the account in scope because nobody uses it; its row is kept locked."""
    person = session.scalar(select(Person).where(Person.id == session.person).with_for_update())
    if person is None:
        return None
    return next_step(person.last_seen_at, person.notices, person.noticed_at, clock.now())


def announce(session: UnitOfWork) -> int:
    """Note that the account in scope is told of its end once more; gives how many times that makes."""
    person = _person(session, session.person)
    person.notices += 1
    person.noticed_at = clock.now()
    return person.notices


def put_off(session: UnitOfWork) -> None:
    """Leave the account in scope for another thirty days: somebody depends on it."""
    _person(session, session.person).noticed_at = clock.now()


def erase_unused(session: UnitOfWork) -> str:
    """Delete the account in scope, which nobody uses; only the month is counted. Gives its address."""
    person = _person(session, session.person)
    address = person.email
    _delete(session, person)
    month = clock.today("UTC").replace(day=1)
    once_more = insert(Erased).values(month=month, n=1)
    session.execute(once_more.on_conflict_do_update(index_elements=["month"], set_={"n": Erased.n + 1}))
    return address


def forget_over(session: UnitOfWork) -> None:
    """Delete the sign-ins that are over, and the links that were over thirty days ago."""
    session.execute(delete(Login).where(Login.expires_at < clock.now()))
    session.execute(delete(Token).where(Token.expires_at < clock.now() - LINKS_KEPT))


def checked_address(email: str) -> str:
    """An address in its usual form; raises Invalid when it is not one."""
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as fault:
        raise Invalid(N_("“%(email)s” is not a complete address."), field="email", email=email) from fault


def check_password(password: str, *, context: tuple[str, ...]) -> None:
    """Raise Invalid, saying why, when a password will not do."""
    reason = weakness(password, context)
    if reason:
        raise Invalid(WEAKNESSES[reason], field="password")


def _link(purpose: Purpose, email: str, person_id: UUID | None, secret_key: str) -> Token:
    row = uuid4()
    token = derived_token(secret_key, purpose, row)
    expires = clock.now() + LINK_LIFE
    return Token(
        id=row,
        token_hash=digest(token),
        person_id=person_id,
        purpose=purpose,
        email=email,
        expires_at=expires,
    )


def _end_links(session: UnitOfWork, person: Person) -> None:
    """Let no link mailed until now be used: somebody else may have asked for it, or read it."""
    unused = update(Token).where(Token.person_id == person.id, Token.used_at.is_(None))
    session.execute(unused.values(used_at=clock.now()))


def _delete(session: UnitOfWork, person: Person) -> None:
    session.execute(delete(Token).where(Token.email == person.email))
    session.delete(person)
    session.flush()


def _person(session: UnitOfWork, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise Unknown
    return person
