"""Entering a demonstration account without a password; exists in a demonstration only."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from demo.accounts import offered
from kernel.refusals import Unknown
from pages.permissions import SIGN_IN
from pages.visit import allow, visit
from people.queries import person_by_email
from people.views import enter as begin

blueprint = Blueprint("demo", __name__)


@blueprint.post("/demonstration/enter/<key>")
@allow(SIGN_IN)
def enter(key: str) -> ResponseReturnValue:
    """Be an invented person for a while, from the page of their story on."""
    account = next((each for each in offered() if each.key == key), None)
    if account is None:
        raise Unknown
    with visit().identity() as session:
        person = person_by_email(session, account.email)
        if person is None:
            raise Unknown
        begin(session, person.id)
    return redirect(url_for(account.page, slug=account.slug), 303)
