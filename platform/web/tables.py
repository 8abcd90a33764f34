"""Every module that holds models: what the audit and the migrations must know whole."""

from types import ModuleType

import assessment.models
import badges.models
import dashboards.models
import journal.models
import kernel.jobs
import musette.joint
import musette.models
import peer.models.availability
import peer.models.evidence
import peer.models.mediations
import peer.models.origins
import peer.models.requests
import peer.models.statements
import peer.models.thanks
import people.models
import sharing.models
import tenants.charters
import tenants.models
import workshop.models

MODELS: tuple[ModuleType, ...] = (
    assessment.models,
    badges.models,
    dashboards.models,
    journal.models,
    kernel.jobs,
    musette.joint,
    musette.models,
    peer.models.availability,
    peer.models.evidence,
    peer.models.mediations,
    peer.models.origins,
    peer.models.requests,
    peer.models.statements,
    peer.models.thanks,
    people.models,
    sharing.models,
    tenants.charters,
    tenants.models,
    workshop.models,
)
