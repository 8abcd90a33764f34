"""Inviting, importing a list, and the page an invitation opens."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from kernel.refusals import Invalid, Refusal
from kernel.scope import Scope
from kernel.walls import Role
from pages.formats import language
from pages.uploads import saved
from pages.visit import allow, page_asked, scope, session, visit
from people import service as people
from people.views import enter, limit
from tenants import permissions
from tenants.forms import (
    FILE_PROBLEMS,
    LINE_PROBLEMS,
    ConfirmImportForm,
    ImportForm,
    InviteForm,
    JoinForm,
    NameForm,
)
from tenants.models import Cooperative, Invitation
from tenants.queries.cooperatives import cooperative
from tenants.queries.groups import group, groups
from tenants.queries.invitations import invitation_by_token, invitation_counts, known, waiting_invitations
from tenants.queries.members import own_membership
from tenants.rules import MemberList, read_members
from tenants.service import invitations as service
from tenants.service.branches import narrowed_to
from tenants.service.invitations import Guest, Mailing

blueprint = Blueprint("invitations", __name__, template_folder="../templates")

LISTS = "40 per hour"  # twice what a cooperative of 35,000 members sends, two thousand by two thousand
LONGEST_SEARCH = 254  # characters: no address is longer (RFC 5321)


@blueprint.route("/c/<slug>/invitations", methods=["GET", "POST"])
@allow(permissions.INVITE_MEMBERS)
def listing() -> ResponseReturnValue:
    """Those invited who have not answered, and the form to invite others."""
    only = narrowed_to(session(), by=scope())
    form = InviteForm()
    form.offer([] if only else [row.group for row in groups(session())])
    if form.validate_on_submit():
        with form.accepting():
            guests = [Guest(email, group_id=only or form.group_id) for email in form.addresses]
            limit("invite", str(scope().cooperative))
            service.invite(session(), guests=guests, mailing=mailing(), by=scope())
            flash(ngettext("%(num)d invitation sent.", "%(num)d invitations sent.", len(guests)))
            return redirect(url_for("invitations.listing"), 303)
    sent, accepted = invitation_counts(session(), only)
    address = request.args.get("address", "")[:LONGEST_SEARCH]
    return render_template(
        "tenants/invitations.html",
        form=form,
        import_form=ImportForm(formdata=None),
        waiting=waiting_invitations(session(), only, search=address, page=page_asked()),
        address=address,
        branch=group(session(), only) if only else None,
        sent=sent,
        accepted=accepted,
    ), form.code


@blueprint.post("/c/<slug>/invitations/<uuid:invitation_id>/resend")
@allow(permissions.INVITE_MEMBERS)
def resend(invitation_id: UUID) -> ResponseReturnValue:
    """Send an invitation again."""
    service.resend(session(), invitation_id=invitation_id, mailing=mailing(), by=scope())
    flash(_("The invitation has been sent again."))
    return redirect(url_for("invitations.listing"), 303)


@blueprint.post("/c/<slug>/invitations/<uuid:invitation_id>/cancel")
@allow(permissions.INVITE_MEMBERS)
def cancel(invitation_id: UUID) -> ResponseReturnValue:
    """Cancel an invitation."""
    service.cancel(session(), invitation_id=invitation_id, by=scope())
    flash(_("The invitation is cancelled: its link no longer opens anything."))
    return redirect(url_for("invitations.listing"), 303)


@blueprint.post("/c/<slug>/invitations/read")
@allow(permissions.IMPORT_MEMBERS)
def read_list() -> ResponseReturnValue:
    """Read a file of members line by line; nothing is sent yet."""
    form = ImportForm()
    if not form.validate_on_submit():
        return render_template("tenants/import.html", form=form, found=None), 422
    raw = form.file.data.read()
    found = read_members(raw, known(session()))
    if found.problem:
        form.show(Invalid(FILE_PROBLEMS[found.problem], field="file"))
        return render_template("tenants/import.html", form=form, found=None), 422
    return checked(found, raw.decode("utf-8-sig"))


@blueprint.post("/c/<slug>/invitations/import")
@allow(permissions.IMPORT_MEMBERS)
def import_list() -> ResponseReturnValue:
    """Invite the members of a list that was read: all of it, or its good part if that was chosen."""
    form = ConfirmImportForm()
    if not form.validate_on_submit():
        return redirect(url_for("invitations.listing"), 303)
    found = read_members(form.content.data.encode(), known(session()))
    if found.problem or not found.good or (found.bad and form.part.data == "all"):
        return checked(found, form.content.data)
    ids = {row.group.name.lower(): row.group.id for row in groups(session())}
    guests = [Guest(line.email, line.name, ids.get(line.group.lower())) for line in found.good]
    with form.accepting():
        visit().house.rates.check("import-members", LISTS, str(scope().cooperative))
        service.invite(session(), guests=guests, mailing=mailing(), by=scope())
        flash(ngettext("%(num)d invitation sent.", "%(num)d invitations sent.", len(guests)))
    return shown(found, form) if form.errors else redirect(url_for("invitations.listing"), 303)


@blueprint.get("/c/<slug>/invitations/model.csv")
@allow(permissions.IMPORT_MEMBERS)
def model() -> ResponseReturnValue:
    """A file to fill in."""
    lines = [_("email,name,group"), "awa@example.org,Awa Diallo,"]
    return saved("\ufeff" + "\r\n".join(lines) + "\r\n", "members.csv", "text/csv; charset=utf-8")


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@allow(permissions.ANSWER_INVITATION)
def answer(token: str) -> ResponseReturnValue:
    """What an invitation's link opens: a short form to join, with or without an account."""
    found, home = opened(token)
    signed_in = current_user.is_authenticated
    form = NameForm(name=found.display_name) if signed_in else JoinForm(name=found.display_name)
    if form.validate_on_submit():
        with form.accepting():
            join(token, found, home, form)
            flash(_("Welcome to %(cooperative)s.", cooperative=home.name))
            return redirect(following(home, has_account=signed_in), 303)
    return render_template(
        "tenants/answer.html", form=form, invitation=found, home=home, token=token, signed_in=signed_in
    ), form.code


@blueprint.post("/invitations/<token>/decline")
@allow(permissions.ANSWER_INVITATION)
def decline(token: str) -> ResponseReturnValue:
    """Answer no, so that nothing more is sent."""
    _found, home = opened(token)
    with visit().open(Scope(cooperative=home.cooperative_id), Role.APP) as here:
        service.decline(here, token=token)
    flash(_("The invitation is declined: its link no longer opens anything."))
    return redirect(url_for("public.first_page"), 303)


def following(home: Cooperative, *, has_account: bool) -> str:
    """Where one goes on: to choose what comes along with an account that was there, or to a first answer."""
    if has_account:
        return url_for("joining.choose", slug=home.slug)
    return url_for("assessment.start", first="1")


def opened(token: str) -> tuple[Invitation, Cooperative]:
    """The invitation of a link and its cooperative; raises Refusal when the link opens nothing."""
    cooperative_id = service.cooperative_of(token)
    if cooperative_id is None:
        raise Refusal(service.OLD_LINK)
    with visit().house.database.reading(Scope(cooperative=cooperative_id)) as here:
        found = invitation_by_token(here, token)
        if found is None:
            raise Refusal(service.OLD_LINK)
        return found, cooperative(here)


def join(token: str, found: Invitation, home: Cooperative, form: NameForm | JoinForm) -> None:
    """Make the account if there is none, then the membership: two transactions, each harmless if repeated."""
    person_id = current_user.person_id if current_user.is_authenticated else register(found, form)
    place = Scope(person_id, home.cooperative_id)
    with visit().house.database.reading(place) as here:
        known = own_membership(here)
    place = Scope(person_id, home.cooperative_id, known.id if known else uuid4())
    with visit().open(place, Role.APP) as here:
        service.accept(here, token=token, name=form.name.data)


def register(found: Invitation, form: JoinForm) -> UUID:
    """A new account at the address the invitation was sent to, signed in on this device."""
    limit("join", found.email)
    with visit().identity() as accounts:
        person = people.register(
            accounts,
            email=found.email,
            password=form.password.data,
            language=language(),
            name=form.name.data,
        )
        enter(accounts, person.id)
        return person.id


def checked(found: MemberList, content: str) -> ResponseReturnValue:
    """The page of a list that was read."""
    return shown(found, ConfirmImportForm(formdata=None, content=content))


def shown(found: MemberList, form: ConfirmImportForm) -> ResponseReturnValue:
    """The page that names every bad line, and offers what may be done."""
    problems = {kind: _(words) for kind, words in LINE_PROBLEMS.items()}
    return render_template("tenants/import.html", form=form, found=found, problems=problems), form.code


def mailing() -> Mailing:
    """How invitations are sent here."""
    settings = visit().house.settings
    return Mailing(settings.secret_key, settings.invitation_days)
