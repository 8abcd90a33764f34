"""Asking peers, what they say, and what the member answers."""

from playwright.sync_api import expect

from assessment.referential import Axis
from tests.journeys.acts import ADJUSTED, SEEN, sign_in
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker


def begin_asking(stage: Stage, walker: Walker, axis: Axis) -> list[str]:
    """The member asks about a level; gives the names the lot has drawn."""
    say = walker.say
    walker.follow(say("Reviews"))
    walker.press(f"{say('Ask for reviews')} {say.axis(axis)}")
    walker.sees(say("The draw is being made."))
    expect(walker.page.get_by_role("button", name=say("Send the request"))).to_have_count(0)
    stage.work()
    walker.follow(say("Look again"))
    names = walker.part(say("Who will be asked")).get_by_role("listitem").locator("b").all_inner_texts()
    assert len(names) == 2
    return names


def choose(walker: Walker, name: str, message: str) -> None:
    """A message is written, a name looked for and chosen; both are shown before anything is sent."""
    say = walker.say
    walker.fill(say("Your message"), message)
    walker.fill(say("Find a member by name"), name)
    walker.press(say("Search"))
    walker.tick(name)
    walker.press(say("Keep all this"))
    for words in (name, message):
        walker.sees(words, walker.part(say("Who will be asked")))


def set_aside(walker: Walker, name: str) -> list[str]:
    """A name drawn is left out; gives those that are drawn then."""
    say = walker.say
    walker.press(f"{say('Set aside')} {name}")
    names = walker.part(say("Who will be asked")).get_by_role("listitem").locator("b").all_inner_texts()
    assert len(names) == 2
    assert name not in names
    return names


def send(walker: Walker) -> None:
    """The request is sent."""
    walker.press(walker.say("Send the request"))
    walker.is_told(walker.say("Your request is sent."))


def open_request(stage: Stage, email: str, member: str, level: int) -> Walker:
    """A peer follows the link of their mail, signs in, and reads the level they are asked about."""
    say, walker = stage.say, stage.device()
    walker.open(stage.link_to(email))
    sign_in(walker, email)
    walker.sees(say("%(name)s asks for your opinion", name=member))
    walker.sees(say("The level %(name)s chose: %(level)d out of 100", name=member, level=level))
    return walker


def confirm(walker: Walker, words: str) -> None:
    """A peer confirms, and says what they rely on."""
    say = walker.say
    walker.tick(say("I confirm this level"))
    walker.press(say("Sign and send"))
    walker.is_refused(say("What do you rely on?"))
    walker.tick(say.ground("worked_together"))
    walker.tick(say.ground("saw_work"))
    walker.fill(say("Your words"), words)
    walker.press(say("Sign and send"))
    walker.is_told(say("Your opinion is sent. It will be read under your name."))


def contest(walker: Walker, words: str) -> None:
    """A peer sees it otherwise: another level, grounds and words."""
    say = walker.say
    walker.tick(say("I see it differently"))
    walker.page.get_by_role("spinbutton", name=say("I would rather put it at")).fill(str(SEEN))
    walker.tick(say.ground("used_result"))
    walker.fill(say("Your words"), words)
    walker.press(say("Sign and send"))
    walker.is_told(say("Your opinion is sent. Only the two of you read it."))


def read_contest(stage: Stage, walker: Walker, email: str, author: str, words: str) -> None:
    """The member follows the link of the mail that says somebody has answered."""
    say = walker.say
    walker.open(stage.link_to(email))
    walker.sees(words)
    walker.sees(say("your answer to somebody who sees it differently"))
    walker.follow(f"{say('Answer')} {author}")
    walker.sees(words)


def keep(walker: Walker, words: str) -> None:
    """The member keeps their level, and says why."""
    say = walker.say
    walker.tick(say("I keep my level"))
    walker.fill(say("Your words"), words)
    walker.press(say("Send my answer"))
    walker.is_told(say("Your answer is sent."))
    walker.sees(words)


def adjust(walker: Walker, words: str) -> None:
    """The member takes a new level, and says why."""
    say = walker.say
    walker.tick(say("I adjust my level"))
    walker.page.get_by_role("spinbutton", name=say("My new level")).fill(str(ADJUSTED))
    walker.fill(say("Your words"), words)
    walker.press(say("Send my answer"))
    walker.is_told(say("Your answer is sent."))
    walker.sees(words)
    walker.sees(say("What has become a confirmation"))


def read_answer(stage: Stage, walker: Walker, email: str, words: str) -> None:
    """The peer is told by mail, and reads the answer."""
    walker.open(stage.link_to(email))
    walker.sees(words)
