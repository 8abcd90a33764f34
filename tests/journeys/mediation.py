"""A mediation, from the proposal to words in common."""

from tests.journeys.acts import ADJUSTED, sign_in
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker


def propose(walker: Walker, author: str, mediator: str, words: str) -> None:
    """The member answers a view that differs by asking for a mediation."""
    say = walker.say
    walker.follow(f"{say('Answer')} {author}")
    walker.tick(say("I ask for a mediation"))
    walker.tick(mediator, walker.group(say("Who could help you both?")))
    walker.fill(say("Your words"), words)
    walker.press(say("Send my answer"))
    walker.is_told(say("Your answer is sent."))


def agree(stage: Stage, walker: Walker, email: str, words: str) -> None:
    """The author follows the link of their mail, and agrees."""
    walker.open(stage.link_to(email))
    walker.sees(words)
    walker.press(walker.say("I agree"))


def help_both(stage: Stage, email: str, read: list[str], words: str) -> Walker:
    """The mediator follows the link of their mail, reads this one exchange, and proposes words."""
    walker = stage.device()
    walker.open(stage.link_to(email))
    sign_in(walker, email)
    for each in read:
        walker.sees(each)
    walker.fill(walker.say("What we could say together"), words)
    walker.press(walker.say("Propose these words"))
    return walker


def agree_to_the_words(stage: Stage, walker: Walker, email: str, words: str) -> None:
    """One of the two follows the link of their mail, and agrees to what is proposed."""
    walker.open(stage.link_to(email))
    walker.sees(words)
    walker.press(walker.say("I agree to the words above"))


def come_nearer(walker: Walker, author: str, words: str) -> None:
    """After the mediation, the member takes a level nearer to the other's."""
    say = walker.say
    walker.follow(f"{say('Keep or adjust my level')} {author}")
    walker.tick(say("I adjust my level"))
    walker.page.get_by_role("spinbutton", name=say("My new level")).fill(str(ADJUSTED))
    walker.fill(say("Your words"), words)
    walker.press(say("Send my answer"))
    walker.is_told(say("Your answer is sent."))
