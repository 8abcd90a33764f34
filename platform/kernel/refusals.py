"""What a service answers when it will not do what it is asked.

A refusal carries an English sentence marked for translation by `N_` and the facts that fill it; `web`
shows it in the person's language with a clean status. Nothing was written when one is raised.
"""

from http import HTTPStatus


def N_(sentence: str) -> str:  # noqa: N802 - the name the extraction of catalogues looks for
    """The same sentence; marks it for the catalogues."""
    return sentence


class Refusal(Exception):  # noqa: N818 - a refusal is an ordinary answer, not an error
    """The request is understood and refused, with a sentence for the person."""

    status = HTTPStatus.CONFLICT

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts


class Invalid(Refusal):
    """What was typed cannot be understood or is out of range."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, sentence: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(sentence, **facts)
        self.field = field


class Unknown(Refusal):
    """There is no such thing, or it is behind a wall: the two answers are the same."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(N_("This page does not exist, or is not for you."))


class Forbidden(Refusal):
    """The person is known and may not do this."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, sentence: str = N_("Your role does not allow this.")) -> None:
        super().__init__(sentence)


class TooMany(Refusal):
    """Too many tries in too short a time; `seconds` later at most, they are forgotten.

    The sentence may say them, in whole `minutes`.
    """

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, sentence: str, *, seconds: int) -> None:
        super().__init__(sentence, minutes=-(-seconds // 60))
        self.seconds = seconds


class Closed(Refusal):
    """The cooperative has closed; what belongs to the person is still theirs."""

    status = HTTPStatus.GONE

    def __init__(self, name: str) -> None:
        super().__init__(N_("%(name)s has closed. Your satchel is whole, and yours."), name=name)


OVER = N_("This link shows nothing any more: its time is over, or its author took it back.")


class Over(Refusal):
    """What a link showed is shown no more: its time is over, or its author took it back."""

    status = HTTPStatus.GONE

    def __init__(self) -> None:
        super().__init__(OVER)


RESTS = N_("What is shown for a while does not answer. Nothing that is kept is lost; try again in a moment.")


class Resting(Refusal):
    """The part that holds what is said for a while does not answer; what is kept is elsewhere."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(RESTS)


TOO_LONG = N_("This is too long: %(most)s characters at most.")


def check_length(words: str, most: int, *, field: str) -> None:
    """Raise Invalid, naming the field, when a text has more characters than that."""
    if len(words) > most:
        raise Invalid(TOO_LONG, field=field, most=most)
