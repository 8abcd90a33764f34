"""Naming witnesses from outside while a request is written, and writing to them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assessment.referential import Axis
from kernel import clock
from kernel.refusals import Invalid, Refusal, Unknown
from peer.models.requests import ReviewRequest, Witness
from peer.service import requests as asking
from peer.service.witnesses import Outsider, name_witness, remove_witness
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.peer.conftest import LEVEL, Circle

ODILE = {"name": "Odile Client", "email": "odile@tests.example", "language": "fr"}


def begun(circle: Circle) -> ReviewRequest:
    """A request being written."""
    awa = circle.awa
    with awa.acting() as session:
        made = asking.prepare(session, request_id=uuid4(), axis=Axis.CREATIVITY, by=awa.scope)
    circle.world.run_jobs()
    return made


def page_of(circle: Circle, visitor: Visitor) -> tuple[FlaskClient, str]:
    """Awa, and the page of the request she is writing."""
    return visitor(circle.awa.person), circle.awa.url(f"requests/{begun(circle).id}")


def named(circle: Circle) -> list[Witness]:
    """The witnesses Awa has named."""
    with circle.awa.acting() as session:
        return list(session.scalars(select(Witness).order_by(Witness.name)))


def fresh() -> str:
    """An address nobody else has."""
    return f"{uuid4().hex}@tests.example"


def test_from_the_name_to_the_mail(circle: Circle, visitor: Visitor) -> None:
    client, page = page_of(circle, visitor)
    email = fresh()
    typed = {**ODILE, "email": email, "language": "en", "message": "Le buffet de mai."}
    kept = client.post(page, data={**typed, "name_witness": "1"})
    assert kept.location.endswith("#witnesses")
    text = client.get(page).text
    assert "Odile Client" in text
    assert email in text
    assert not mails_to(circle.world.house, email)
    chosen = str(circle.others[0].id)
    assert client.post(page, data={"chosen": chosen, "send": "1"}).status_code == 303
    circle.world.run_jobs()
    (mail,) = mails_to(circle.world.house, email)
    for part in ("Awa Diallo", "of Cercle", "Creativity", "You may ignore this message", "and nobody else"):
        assert part in mail
    assert "buffet" not in mail
    assert str(LEVEL) not in mail.replace(link_in(mail), "")
    assert "Awa Diallo asks for your opinion" in visitor().get(link_in(mail)).text
    assert "Odile Client" in client.get(page).text  # read again by the member, once sent


def test_a_mail_is_in_the_language_of_the_witness(circle: Circle) -> None:
    email = fresh()
    circle.world.ask(circle.awa, Axis.CREATIVITY, outside=[Outsider("Paul", email, "fr")])
    (mail,) = mails_to(circle.world.house, email)
    assert "Bonjour," in mail
    assert "Créativité" in mail


def test_every_button_keeps_the_witness_typed(circle: Circle, visitor: Visitor) -> None:
    client, page = page_of(circle, visitor)
    client.post(
        page, data={**ODILE, "look": "1", "search": "zzz", "message": "Le buffet.", "evidence": "Ici."}
    )
    text = client.get(page).text
    for part in ("Odile Client", "Le buffet.", "Ici."):
        assert part in text


def test_removing_keeps_all_the_rest(circle: Circle, visitor: Visitor) -> None:
    client, page = page_of(circle, visitor)
    client.post(page, data={**ODILE, "name_witness": "1"})
    (odile,) = named(circle)
    other, peer = {**ODILE, "name": "Paul", "email": fresh()}, circle.others[0]
    typed = {**other, "message": "Le buffet.", "chosen": str(circle.jeanne.id)}
    assert client.post(page, data={**typed, "remove_witness": str(odile.id)}).status_code == 303
    assert [each.name for each in named(circle)] == ["Paul"]
    text = client.get(page).text
    assert "Le buffet." in text
    assert f'value="{circle.jeanne.id}" checked' in text
    assert peer.name in text
    for unknown in (str(odile.id), str(uuid4()), "nobody", ""):
        assert client.post(page, data={"remove_witness": unknown}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"email": "odile"}, "is not a complete address"),
        ({"email": ""}, "is not a complete address"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "is not a complete address"),
        ({"name": ""}, "80 characters at most"),
        ({"name": "x" * 81}, "80 characters at most"),
        ({"language": "xx"}, "One thing to correct"),
    ],
)
def test_bad_witnesses(typed: dict[str, str], told: str, circle: Circle, visitor: Visitor) -> None:
    client, page = page_of(circle, visitor)
    kept = {"message": "Le buffet.", "chosen": str(circle.jeanne.id)}
    answer = client.post(page, data={**ODILE, **kept, **typed, "name_witness": "1"})
    assert answer.status_code == 422
    assert told in answer.text
    assert "Le buffet." in answer.text  # nothing typed is lost
    assert f'value="{circle.jeanne.id}" checked' in answer.text
    assert named(circle) == []


def test_oneself_is_no_witness(circle: Circle, visitor: Visitor) -> None:
    client, page = page_of(circle, visitor)
    answer = client.post(page, data={**ODILE, "email": circle.awa.email.upper()})
    assert answer.status_code == 422
    assert "This address is yours" in answer.text


def test_the_address_of_a_member_is_like_any_other(circle: Circle, visitor: Visitor) -> None:
    client, page = page_of(circle, visitor)
    assert client.post(page, data={**ODILE, "email": circle.others[0].email}).status_code == 303


def test_two_at_most_and_the_same_address_once(circle: Circle, visitor: Visitor) -> None:
    client, page = page_of(circle, visitor)
    for name, email in (("Odile", "one@tests.example"), ("Odile C.", "ONE@tests.example"), ("Paul", fresh())):
        assert client.post(page, data={**ODILE, "name": name, "email": email}).status_code == 303
    assert [each.name for each in named(circle)] == ["Odile C.", "Paul"]
    assert "Add this witness" not in client.get(page).text
    third = client.post(page, data={**ODILE, "email": fresh()})
    assert third.status_code == 422
    assert "that is the most" in third.text


def test_names_do_not_change_once_sent(circle: Circle) -> None:
    request = circle.world.ask(circle.awa, Axis.CREATIVITY, outside=[Outsider("Odile", fresh(), "fr")])
    (odile,) = named(circle)
    by = circle.awa.scope
    with pytest.raises(Refusal, match="no longer change"), circle.awa.acting() as session:
        name_witness(
            session, request_id=request.id, outsider=Outsider("Paul", fresh(), "fr"), own_address="", by=by
        )
    with pytest.raises(Refusal, match="no longer change"), circle.awa.acting() as session:
        remove_witness(session, request_id=request.id, witness_id=odile.id, by=by)


def test_the_request_of_somebody_else(circle: Circle) -> None:
    request, other = begun(circle), circle.others[0]
    outsider = Outsider("Paul", fresh(), "fr")
    with pytest.raises(Unknown), other.acting() as session:
        name_witness(session, request_id=request.id, outsider=outsider, own_address="", by=other.scope)
    with pytest.raises(Invalid, match="French and English"), circle.awa.acting() as session:
        outsider = Outsider("Paul", fresh(), "xx")
        name_witness(session, request_id=request.id, outsider=outsider, own_address="", by=circle.awa.scope)


def test_witnesses_are_not_named_without_end(circle: Circle, visitor: Visitor) -> None:
    client, page = page_of(circle, visitor)
    answers = [client.post(page, data={**ODILE, "email": "same@tests.example"}) for _turn in range(11)]
    assert [each.status_code for each in answers] == [303] * 10 + [429]


def test_a_witness_alone_may_be_asked(circle: Circle) -> None:
    lonely = circle.world.member(circle.world.cooperative("Seule"), "Awa")
    circle.world.assess(lonely)
    email = fresh()
    circle.world.ask(lonely, Axis.CREATIVITY, outside=[Outsider("Odile", email, "fr")])
    assert len(mails_to(circle.world.house, email)) == 1


def test_an_address_is_forgotten_when_the_request_is_withdrawn(circle: Circle) -> None:
    email = fresh()
    request = circle.world.ask(circle.awa, Axis.CREATIVITY, outside=[Outsider("Odile", email, "fr")])
    with circle.awa.acting() as session:
        asking.withdraw(session, request_id=request.id, by=circle.awa.scope)
    assert [each.email for each in named(circle)] == [None]


def test_withdrawn_before_its_mails_go_it_is_not_written(circle: Circle) -> None:
    email, request = fresh(), begun(circle)
    with circle.awa.acting() as session:
        outsider = Outsider("Odile", email, "fr")
        name_witness(session, request_id=request.id, outsider=outsider, own_address="", by=circle.awa.scope)
        asking.send(session, request_id=request.id, by=circle.awa.scope)
    with circle.awa.acting() as session:
        asking.withdraw(session, request_id=request.id, by=circle.awa.scope)
    circle.world.run_jobs()
    assert mails_to(circle.world.house, email) == []


def test_an_address_is_forgotten_once_the_time_is_over(circle: Circle) -> None:
    request = circle.world.ask(circle.awa, Axis.CREATIVITY, outside=[Outsider("Odile", fresh(), "fr")])
    assert request.sent_at
    with clock.at(request.sent_at + timedelta(days=21)):
        circle.world.run_jobs()
        assert named(circle)[0].email
    with clock.at(request.sent_at + timedelta(days=25)):
        circle.world.run_jobs()
    assert [(each.name, each.email) for each in named(circle)] == [("Odile", None)]


def test_a_witness_is_forgotten_when_the_member_leaves(circle: Circle) -> None:
    circle.world.ask(circle.awa, Axis.CREATIVITY, outside=[Outsider("Odile", fresh(), "fr")])
    circle.leaves(circle.awa)
    circle.world.run_jobs()
    assert named(circle) == []
