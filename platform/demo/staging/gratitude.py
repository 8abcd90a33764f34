"""Thank-yous, delivered and not put away: they wait for whoever they were written to."""

from demo.plot.lives import minute
from demo.plot.talk import Gratitude
from demo.staging.stage import Stage, key, put
from kernel.tables import Json
from peer.models.thanks import Thanks


def thank(stage: Stage) -> None:
    """Every thank-you, in a unit of work of its author."""
    for each in stage.plot.thanks:
        with stage.acting(each.by) as session:
            put(session, Thanks, [_thanks(stage, each)])


def _thanks(stage: Stage, said: Gratitude) -> Json:
    return {
        "id": key("thanks", stage.plot.slug, said.by, said.to, said.day),
        "author_id": stage.member(said.by),
        "recipient_id": stage.member(said.to),
        "axis": said.axis,
        "words": said.words,
        "said_at": stage.days.at(said.day, minute(said.by, said.day)),
    }
