"""Pictures of a page, drawn once and kept for a day: the same content gives the same key."""

from collections.abc import Callable

import altair as alt
from markupsafe import Markup

from pages.drawing import draw, fingerprint
from pages.visit import visit

CLASSES = "chart"


def picture(name: str, content: object, *, label: str, make: Callable[[], alt.LayerChart]) -> Markup:
    """The picture of this content for the person visiting, taken from the cache or drawn now.

    The key carries the person, so that no picture made for somebody is ever given to somebody else.
    """
    key = f"{visit().scope.person}:{fingerprint(name, label, content)}"
    drawn = visit().house.cache.kept(key, lambda: draw(make(), label=label, classes=CLASSES))
    return Markup(drawn)  # noqa: S704 - drawn by us, from numbers  # nosec B704
