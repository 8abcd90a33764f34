"""What a password costs whoever guesses, as the platform is served: the tests themselves pay less."""

from argon2 import Type

from people import passwords
from tests.thrift import AS_SERVED

MEBIBYTES = 1024


def test_a_guess_takes_the_memory_owasp_asks_for() -> None:
    assert AS_SERVED.type is Type.ID
    assert (AS_SERVED.memory_cost, AS_SERVED.time_cost) == (46 * MEBIBYTES, 1)
    stored = AS_SERVED.hash("a sentence")
    assert stored.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert AS_SERVED.verify(stored, "a sentence")


def test_a_password_hashed_at_another_cost_is_outdated() -> None:
    assert passwords.outdated(AS_SERVED.hash("a sentence"))
    assert not passwords.outdated(passwords.hashed("a sentence"))
