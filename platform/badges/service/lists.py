"""The signed lists of what was withdrawn."""

from assessment.referential import Language
from badges.documents.cooperatives import status_list
from badges.models import StatusList
from badges.service.keys import Desk, issuer_of, issuer_signer, places_of
from badges.service.publishing import DOCUMENT, publish
from badges.signing import signed
from kernel import clock
from kernel.db import UnitOfWork
from tenants.queries.cooperatives import cooperative


def publish_list(session: UnitOfWork, *, number: int, desk: Desk) -> None:
    """Sign a list of the cooperative in scope as it is now, and publish it."""
    kept = session.get(StatusList, (session.cooperative, number), populate_existing=True)
    if kept is None:
        return
    places, now = places_of(session, desk=desk), clock.now()
    address = places.at(places.status_list(number))
    language = Language(cooperative(session).language)
    document = status_list(address, issuer_of(session, desk=desk), kept.bits, language, at=now)
    made = signed(document, issuer_signer(session, desk=desk), at=now)
    publish(session, path=places.status_list(number), kind=DOCUMENT, body=made)
