"""What a witness from outside reads and says, without an account, at the end of their own link."""

from contextlib import AbstractContextManager

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _

from kernel.db import UnitOfWork
from kernel.scope import Scope
from kernel.walls import Role
from pages.visit import allow, visit
from peer import permissions
from peer.queries.evidence import evidence_of
from peer.queries.levels import answer_to
from peer.queries.witnesses import called
from peer.rules import Stance
from peer.service import testimonies
from peer.views import opinions
from people.views import limit
from tenants.queries.cooperatives import present_day

blueprint = Blueprint("witnesses", __name__, template_folder="../templates")

VERBS: opinions.Verbs = {
    Stance.ENDORSE: testimonies.endorse,
    Stance.CONTEST: testimonies.contest,
    Stance.ABSTAIN: testimonies.abstain,
}


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """A page that whoever holds its address may read: kept by no cache, listed by no search engine.

    The address goes to no other site: `Referrer-Policy: same-origin` stands on every answer. Browsers must
    still say it here, for over https the token of a form is refused without it.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.route("/witness/<key>", methods=["GET", "POST"])
@allow(permissions.SPEAK_FROM_OUTSIDE)
def speak(key: str) -> ResponseReturnValue:
    """Somebody asks what I saw: three answers, a minute, no account."""
    place = opened(key)
    with reading(place) as there:
        found = called(there)
        answer = answer_to(there, found.statement.id) if found.statement else None
        today = present_day(there)
        exhibits = evidence_of(there, found.request.id)
    form = opinions.offered(found.request, exhibits)
    if form.validate_on_submit():
        with form.accepting():
            limit("speak", str(place.member))
            stance, said = opinions.understood(form)
            with visit().open(place, Role.APP) as there:
                VERBS[stance](there, **said)
            flash(_(opinions.SENT[stance]))
            return redirect(url_for("witnesses.speak", key=key), 303)
    facts = opinions.shown(found, form, answer, today)
    facts |= {
        "exhibits": exhibits,
        "exhibit_href": lambda each: url_for("exhibits.photo_for_a_witness", key=key, evidence_id=each),
    }
    return render_template("peer/witness.html", key=key, **facts), form.code


@blueprint.post("/witness/<key>/withdraw")
@allow(permissions.SPEAK_FROM_OUTSIDE)
def withdraw(key: str) -> ResponseReturnValue:
    """Take back what I said."""
    place = opened(key)
    limit("speak", str(place.member))
    with visit().open(place, Role.APP) as there:
        testimonies.withdraw(there)
    flash(_("Your opinion is withdrawn: it no longer counts."))
    return redirect(url_for("witnesses.speak", key=key), 303)


def opened(key: str) -> Scope:
    """The scope a link opens; raises Unknown, the same for every link that opens nothing."""
    return testimonies.scope_of(visit().house.settings.secret_key, key)


def reading(place: Scope) -> AbstractContextManager[UnitOfWork]:
    """A unit of work that only reads, in the scope of a witness."""
    return visit().house.database.reading(place)
