"""A page of one row: read by the ORM from the same database, filled into a template, and no more.

Nobody signs in, nothing stands around it, no wall is asked for: the table is one of its own. Source: the
tutorials of Flask (« Templates ») and SQLAlchemy (« Selecting ORM Entities and Columns »). Served by the same
gunicorn.
"""

import os

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

SOURCE = "the tutorials of Flask (Templates) and SQLAlchemy (ORM queries)"
MAKE = "CREATE TABLE IF NOT EXISTS public_figure (id integer PRIMARY KEY, name text, body text)"
FILL = "INSERT INTO public_figure VALUES (1, 'Portrait', 'Where are we, together?') ON CONFLICT DO NOTHING"
OPEN = "GRANT SELECT ON public_figure TO musette_app"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ figure.name }}</title></head>
<body><h1>{{ figure.name }}</h1><p>{{ figure.body }}</p></body></html>"""


class Base(DeclarativeBase):
    """The base of one model."""


class Figure(Base):
    """A row of a table without walls."""

    __tablename__ = "public_figure"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    body: Mapped[str]


app = Flask("page")
app.jinja_loader = DictLoader({"page.html": PAGE})
url = make_url(os.environ.get("DATABASE_URL", "postgresql:///none"))
engine = create_engine(url.set(drivername="postgresql+psycopg", username="musette_app"))


@app.get("/")
def page() -> str:
    """The row, as a page."""
    with Session(engine) as session:
        figure = session.scalars(select(Figure).where(Figure.id == 1)).one()
        return render_template("page.html", figure=figure)
