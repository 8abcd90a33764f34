"""What a member of the demonstration shows: to her group, to one person, to all, and by a link."""

from demo.plot.lives import minute
from demo.staging.stage import Stage, key
from kernel import clock
from kernel.db import UnitOfWork
from musette.service import portfolios, shares
from sharing.queries.grants import reader_of
from sharing.rules import Audience, Item
from sharing.service.grants import To

HOME, OWNER, FRIEND = "l-etabli-commun", "Awa Diallo", "Solène Prigent"
DAY, LINK_DAYS = -3, 60
KEPT = key("experience", OWNER, -23)
PAGE = portfolios.Composed(
    "Awa Diallo, relieuse",
    "Je relie, je répare, j’apprends à *celles et ceux* qui veulent.",
    (),
    (KEPT, key("experience", OWNER, -41)),
)


def show(stage: Stage) -> None:
    """A page composed, and a copy for each audience; telling it again changes nothing."""
    if stage.plot.slug != HOME:
        return
    with clock.at(stage.days.at(DAY, minute(OWNER, DAY))), stage.acting(OWNER) as session:
        portfolios.compose(session, page=PAGE, by=session.scope)
        _show(stage, session, Item.PORTFOLIO, "", To(Audience.LINK, days=LINK_DAYS))
        _show(stage, session, Item.AXIS, "creativity", To(Audience.PERSON, (stage.member(FRIEND),)))
        _show(stage, session, Item.EXPERIENCE, str(KEPT), To(Audience.COOPERATIVE))
        for group in sorted(reader_of(session, session.member).groups)[:1]:
            _show(stage, session, Item.PROFILE, "", To(Audience.GROUP, group=group))


def _show(stage: Stage, session: UnitOfWork, item: Item, about: str, to: To) -> None:
    shares.show(
        session,
        grant_id=key("grant", stage.plot.slug, OWNER, item),
        what=shares.Show(item, about, OWNER, "Europe/Paris"),
        to=to,
        secret_key=stage.secret_key,
        by=session.scope,
    )
