"""Reading the mails a test has caused."""

import re
from functools import cache
from typing import cast

from kernel.house import House
from kernel.mail import Mailbox

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/\S+)")


def mails_to(house: House, address: str) -> list[str]:
    """The mails sent to an address, newest first: subject and text."""
    box = cast("Mailbox", house.postman)
    found = [box.letter(name) for name in box.names() if recipient(box, name) == address]
    return [f"{letter['Subject']}\n\n{letter.get_content()}" for letter in found if letter]


@cache
def recipient(box: Mailbox, name: str) -> str | None:
    """To whom a letter is: read once, for a run leaves thousands."""
    letter = box.letter(name)
    return str(letter["To"]) if letter else None


def link_in(mail: str) -> str:
    """The path of the first link of a mail."""
    found = LINK.search(mail)
    assert found is not None, mail
    return found[1]
