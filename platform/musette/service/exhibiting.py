"""Putting an experience beside a badge: a copy goes out as its owner words it, until they take it back."""

from uuid import UUID

from badges.service import evidence
from badges.service.evidence import Shown
from kernel.db import UnitOfWork
from kernel.scope import Scope
from musette import permissions
from musette.queries.experiences import first_photo, own_experience


def exhibit(
    session: UnitOfWork,
    *,
    badge_id: UUID,
    experience_id: UUID,
    name: str,
    words: str,
    pictured: bool,
    by: Scope,
) -> int:
    """Copy an experience beside a badge, with a title and words of one's own, with its first photo or not.

    Gives its rank in addresses; raises Refusal when it cannot stand there.
    """
    permissions.KEEP_EXPERIENCES.check(by)
    found = own_experience(session, experience_id)
    picture = first_photo(session, found.id) if pictured else None
    shown = Shown(" ".join(name.split()), words.strip(), found.on)
    if picture is not None:
        shown = Shown(shown.name, shown.words, found.on, picture.body, picture.width, picture.height)
    return evidence.attach(session, badge_id=badge_id, experience_id=found.id, shown=shown, by=by)
