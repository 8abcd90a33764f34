"""The same numbers as files: one for spreadsheets, one for machines."""

import json

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from dashboards import permissions
from dashboards.portrait import read
from dashboards.story import told
from dashboards.tabular import as_csv
from dashboards.views.shelf import names_in, shelf
from pages.uploads import saved
from pages.visit import allow, here

blueprint = Blueprint("portrait_files", __name__)


@blueprint.get("/c/<slug>/portraits/<closed_on>.csv")
@allow(permissions.READ_PORTRAITS)
def spreadsheet(closed_on: str) -> ResponseReturnValue:
    """Every number of a portrait, one a row, in the language of the reader."""
    shown = told(read(shelf().release(closed_on).payload))
    return _attached(as_csv(shown, names_in(shown)), closed_on, "csv", "text/csv; charset=utf-8")


@blueprint.get("/c/<slug>/portraits/<closed_on>.json")
@allow(permissions.READ_PORTRAITS)
def data(closed_on: str) -> ResponseReturnValue:
    """The portrait exactly as it is stored, with the cooperative's name and the version of its form."""
    payload = shelf().release(closed_on).payload
    whole = {"cooperative": here().name, "version": payload["version"], "portrait": payload}
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    return _attached(text, closed_on, "json", "application/json")


def _attached(text: str, closed_on: str, ending: str, kind: str) -> Response:
    return saved(text, f"{here().slug}-{closed_on}.{ending}", kind)
