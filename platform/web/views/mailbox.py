"""The mails of an embedded run: they go to a folder, and are read here instead of being sent."""

from email.message import EmailMessage
from typing import cast

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from kernel.mail import Mailbox
from kernel.refusals import Unknown
from pages.permissions import READ_PUBLIC_PAGES
from pages.visit import allow, visit

blueprint = Blueprint("mailbox", __name__)


@blueprint.get("/mailbox")
@allow(READ_PUBLIC_PAGES)
def letters() -> ResponseReturnValue:
    """The last mails, newest first."""
    return render_template("mailbox/letters.html", letters=mailbox().letters())


@blueprint.get("/mailbox/<name>")
@allow(READ_PUBLIC_PAGES)
def letter(name: str) -> ResponseReturnValue:
    """One mail."""
    found = mailbox().letter(name)
    if found is None:
        raise Unknown
    return render_template("mailbox/letter.html", letter=found, text=text_of(found))


def mailbox() -> Mailbox:
    """The folder of mails: this page exists only where the postman is one."""
    return cast("Mailbox", visit().house.postman)


def text_of(message: EmailMessage) -> str:
    """The words of a mail."""
    return str(message.get_content())
