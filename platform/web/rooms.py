"""The pages of every room, in one list."""

from flask import Blueprint

import duties.views
import people.views
from assessment.views import stock, totals
from badges.views import attestations, bundling, claims, own, verification
from badges.views import files as badge_files
from badges.views import pages as badge_pages
from dashboards.views import files, portraits
from demo import views as demo_views
from kernel.settings import Settings
from musette.views import (
    activities,
    arriving,
    carried,
    evidence,
    experiences,
    helped,
    intentions,
    joining,
    leaving,
    links,
    noted,
    offers,
    portability,
    portfolio,
    profile,
    scenarios,
    shares,
    shown,
    together,
)
from musette.views import (
    exhibits as badge_exhibits,
)
from peer.views import (
    availability,
    exhibits,
    levels,
    mediations,
    reports,
    requests,
    reviews,
    thanks,
    witnesses,
)
from tenants.views import charter, coordination, groups, invitations, members, notes, reminders
from web.views import mailbox, public
from workshop.views import facilitator, participants, record

BLUEPRINTS: tuple[Blueprint, ...] = (
    public.blueprint,
    people.views.blueprint,
    invitations.blueprint,
    members.blueprint,
    groups.blueprint,
    coordination.blueprint,
    reminders.blueprint,
    notes.blueprint,
    charter.blueprint,
    duties.views.blueprint,
    stock.blueprint,
    totals.blueprint,
    reviews.blueprint,
    availability.blueprint,
    levels.blueprint,
    requests.blueprint,
    mediations.blueprint,
    reports.blueprint,
    witnesses.blueprint,
    thanks.blueprint,
    portraits.blueprint,
    files.blueprint,
    record.blueprint,
    participants.blueprint,
    facilitator.blueprint,
    evidence.blueprint,
    badge_exhibits.blueprint,
    exhibits.blueprint,
    profile.blueprint,
    experiences.blueprint,
    intentions.blueprint,
    scenarios.blueprint,
    activities.blueprint,
    offers.blueprint,
    badge_pages.blueprint,
    badge_files.blueprint,
    verification.blueprint,
    own.blueprint,
    bundling.blueprint,
    attestations.blueprint,
    claims.blueprint,
    shares.blueprint,
    shown.blueprint,
    links.blueprint,
    noted.blueprint,
    portfolio.blueprint,
    helped.blueprint,
    carried.blueprint,
    joining.blueprint,
    leaving.blueprint,
    portability.blueprint,
    together.blueprint,
    arriving.blueprint,
)


def demonstration(settings: Settings) -> list[Blueprint]:
    """The pages that exist only in a demonstration or in the embedded run."""
    found = []
    if settings.demonstration:
        found.append(demo_views.blueprint)
    if settings.mail_url.startswith("mailbox:"):
        found.append(mailbox.blueprint)
    return found
