"""What a stranger hands over, through a real worker: told in a moment, and cut when it never ends."""

import json
from functools import partial
from uuid import uuid4

import pytest
from flask import Flask

from badges.service import verifications
from badges.service.verifications import PLACES, Stage
from kernel.refusals import TooMany
from tenants.models import RoleName
from tests.badges.showing import shop
from tests.badges.test_forged import poison
from tests.mailserver import MailServer
from tests.worker.kinds import ENDLESS
from tests.worker.plant import Plant
from tests.worker.waiting import until
from tests.world import World, sign_in


def handed(plant: Plant, content: bytes) -> str:
    """The ticket of what a page has handed over."""
    return verifications.hand_over(plant.house.slate, plant.house.bell, content=content)


def is_told(plant: Plant, ticket: str) -> bool:
    return verifications.outcome(plant.house.slate, ticket=ticket).stage is Stage.TOLD


def test_a_badge_is_judged(plant: Plant) -> None:
    shown = shop(World(plant.house)).badge()
    address, origin = shown.facts.id, plant.house.settings.public_url
    slate, bell = plant.house.slate, plant.house.bell
    ticket = verifications.hand_over_address(slate, bell, address=address, origin=origin)
    until(partial(is_told, plant, ticket), "a badge is judged")
    found = verifications.outcome(plant.house.slate, ticket=ticket).verdict
    assert found is not None
    assert found.accepted


def test_a_poison_graph_is_told_at_once(plant: Plant) -> None:
    ticket = handed(plant, json.dumps(poison(8)).encode())
    until(partial(is_told, plant, ticket), "a poison graph is refused before it is read")
    found = verifications.outcome(plant.house.slate, ticket=ticket).verdict
    assert found is not None
    assert not found.accepted


def test_what_never_ends_is_cut_and_holds_one_hand_alone(
    plant: Plant, pages: Flask, mail_server: MailServer
) -> None:
    world, email = World(plant.house), f"{uuid4().hex}@guests.example"
    jeanne = world.member(world.cooperative("Atelier"), "Jeanne Abgrall", RoleName.COORDINATOR)
    client = sign_in(pages.test_client(), plant.house, jeanne.person)
    endless = [handed(plant, ENDLESS) for _ in range(2)]  # as many as the worker has hands
    with pytest.raises(TooMany, match="try again in a few seconds"):
        handed(plant, b"no badge at all")
    client.post(jeanne.url("invitations"), data={"emails": email, "group": ""})
    until(lambda: mail_server.letters(email), "a mail goes out meanwhile: the other hand is free")
    assert "Hard time limit" not in plant.log("worker-fast")
    plant.house.slate.wipe(*PLACES)
    other = handed(plant, b"no badge at all")
    until(partial(is_told, plant, other), "another file is judged once the endless ones are cut")
    assert not any(is_told(plant, each) for each in endless)
    assert "Hard time limit" in plant.log("worker-fast")
