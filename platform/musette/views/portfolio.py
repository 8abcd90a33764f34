"""The page a person composes, read by them alone until they show a copy; taken away as a file."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import Axis, referential
from musette import copies, permissions
from musette.addresses import Paper
from musette.forms import PortfolioForm
from musette.queries.experiences import told_days
from musette.queries.portfolios import own_portfolio
from musette.service import portfolios, shares
from musette.service.shares import Show
from musette.views.documents import as_file
from musette.views.shares import author
from pages.formats import day, language
from pages.visit import allow, scope, session, visit
from sharing.rules import Item

blueprint = Blueprint("portfolio", __name__, template_folder="../templates")

SAID = 80  # characters of an experience in a list


@blueprint.route("/me/portfolio", methods=["GET", "POST"])
@allow(permissions.COMPOSE_PORTFOLIO)
def compose() -> ResponseReturnValue:
    """What goes on the page, and the ways to take it away."""
    row = own_portfolio(session())
    chosen = [str(each) for each in row.experiences] if row else []
    form = PortfolioForm(
        title=row.title if row else "",
        words=row.words if row else "",
        axes=list(row.axes) if row else [],
        experiences=chosen,
    )
    sheets = referential().sheets
    form.axes.choices = [(axis.value, sheets[axis].label[language()]) for axis in Axis]
    form.experiences.choices = [(str(key), told(on, words)) for key, on, words in told_days(session())]
    if form.validate_on_submit():
        with form.accepting():
            portfolios.compose(session(), page=form.page, by=scope())
            flash(_("Your page is kept. What you have shown of it stays as it was until you update it."))
            return redirect(url_for("portfolio.compose"), 303)
    return render_template("musette/portfolio.html", form=form, row=row, papers=list(Paper)), form.code


@blueprint.get("/me/portfolio/files/<paper:paper>")
@allow(permissions.COMPOSE_PORTFOLIO)
def file(paper: Paper) -> ResponseReturnValue:
    """My page as a file: the very one that a reader of a copy made now would take."""
    made = shares.content(session(), what=Show(Item.PORTFOLIO, "", author(None), visit().zone))
    return as_file(copies.read(made.body), made.photos, paper)


def told(on: date, words: str) -> str:
    """An experience in a list."""
    said = words if len(words) <= SAID else f"{words[: SAID - 1]}…"
    return f"{day(on)} · {said or _('A photo, without words yet')}"
