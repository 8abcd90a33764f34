"""What the pages of a level and of an opinion say, once the member has answered."""

from peer.service import answers
from tests.conftest import Visitor
from tests.peer.conftest import LEVEL, Circle

SEEN = LEVEL - 20


def test_a_view_the_member_has_come_near_is_shown_as_a_confirmation(circle: Circle, visitor: Visitor) -> None:
    critic, awa = circle.others[0], circle.awa
    request = circle.asked(critic)
    said = circle.contested(request, critic, SEEN)
    level_page, opinion = awa.url("levels/creativity"), circle.page(request, critic)
    before = visitor(awa.person).get(level_page).text
    assert "One person sees it differently." in before
    assert "has become a confirmation" not in before
    assert "Unanswered, the request lapses" not in visitor(critic.person).get(opinion).text
    with awa.acting() as session:
        places = [awa.belonging]
        answers.adjust_level(
            session, statement_id=said.id, level=SEEN + 15, words="", places=places, by=awa.scope
        )
    circle.world.run_jobs()
    after = visitor(awa.person).get(level_page).text
    assert "One person sees it differently" not in after
    assert "One person confirms." in after
    assert "What has become a confirmation" in after
    assert "your view became a confirmation" in visitor(critic.person).get(opinion).text


def test_a_view_still_far_from_the_new_level_stays_a_view_that_differs(
    circle: Circle, visitor: Visitor
) -> None:
    critic, awa = circle.others[0], circle.awa
    request = circle.asked(critic)
    said = circle.contested(request, critic, SEEN)
    with awa.acting() as session:
        places = [awa.belonging]
        answers.adjust_level(
            session, statement_id=said.id, level=SEEN + 16, words="", places=places, by=awa.scope
        )
    circle.world.run_jobs()
    assert "One person sees it differently." in visitor(awa.person).get(awa.url("levels/creativity")).text
    assert "has become a confirmation" not in visitor(awa.person).get(awa.url("levels/creativity")).text
    assert (
        "This stays between the two of you." in visitor(critic.person).get(circle.page(request, critic)).text
    )


def test_an_error_about_a_question_is_said_without_a_second_mark(circle: Circle, visitor: Visitor) -> None:
    request = circle.asked(circle.others[0])
    page = circle.page(request, circle.others[0])
    answer = visitor(circle.others[0].person, language="fr").post(page, data={"stance": "endorse"})
    assert answer.status_code == 422
    assert ">Sur quoi vous appuyez-\u2060vous\u00a0? Dites sur quoi" in answer.text
