"""What people do in the story, one act after another, in the pages they see."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from click.testing import CliRunner

from assessment.referential import Axis, referential
from kernel.scope import Scope
from tenants.service.cooperatives import by_slug
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker
from tests.world import PASSWORD
from web.commands.line import musette

LEVELS = {  # none may be read in a date or a time: each is looked for in pages that must not tell it
    Axis.CREATIVITY: 83,
    Axis.TOOL_MASTERY: 71,
    Axis.TRADE_COMPLETENESS: 69,
    Axis.FINANCIAL_AUTONOMY: 87,
}
DIRECT = 91
CLUES = (75, 50)
SUGGESTED = 63
SEEN, ADJUSTED = 62, 76


@dataclass
class Somebody:
    """Somebody of the story, known by an address and a name."""

    name: str
    email: str = field(default_factory=lambda: f"{uuid4().hex}@tests.example")


def create_cooperative(stage: Stage, name: str, coordinator: Somebody) -> UUID:
    """The operator makes a cooperative, and its first coordinator is invited."""
    slug = f"{name.lower()}-{uuid4().hex[:12]}"
    options = ["--coordinator", coordinator.email, "--slug", slug, "--language", stage.say.language]
    done = CliRunner().invoke(musette, ["cooperative", "create", name, *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    with stage.world.house.database.reading(Scope()) as session:
        made = by_slug(session, slug=slug)
    assert made is not None
    stage.world.scopes.add(made)
    return made


def join(stage: Stage, somebody: Somebody, cooperative: str) -> Walker:
    """Somebody opens the link of their mail, and chooses a name and a password."""
    say, walker = stage.say, stage.device()
    walker.open(stage.link_to(somebody.email))
    walker.sees(somebody.email)
    walker.fill(say("Your name, as the others will read it"), somebody.name)
    walker.fill(say("Password"), PASSWORD)
    walker.press(say("Open my satchel"))
    walker.is_told(say("Welcome to %(cooperative)s.", cooperative=cooperative))
    return walker


def sign_in(walker: Walker, email: str) -> None:
    """Somebody who was sent to the sign-in page goes on where they were going."""
    walker.fill(walker.say("E-mail address"), email)
    walker.fill(walker.say("Password"), PASSWORD)
    walker.press(walker.say("Sign in"))


def invite(walker: Walker, *guests: Somebody) -> None:
    """The coordinator invites by mail."""
    say = walker.say
    walker.follow(say("Cooperative"))
    walker.follow(say("Invitations"))
    walker.fill(say("E-mail addresses"), "\n".join(guest.email for guest in guests))
    walker.press(say("Send the invitations"))
    walker.is_told(say.several("%(num)d invitation sent.", "%(num)d invitations sent.", len(guests)))
    for guest in guests:
        walker.sees(guest.email, walker.part(say("Waiting for an answer")))


def read_who_sees_what(walker: Walker) -> None:
    """A newcomer reads who sees what before anything else."""
    say = walker.say
    walker.follow(say("Read who sees what"))
    walker.sees(say("Only what you choose to show."))
    walker.follow(say("Start"))


def begin_taking_stock(walker: Walker) -> None:
    """Clues on one axis, another skipped, a level set on a third; then the page is closed."""
    say = walker.say
    walker.follow(say("Start with the first axis"))
    for clue, answer in zip(referential().sheets[Axis.LOCAL_UTILITY].clues, CLUES, strict=False):
        question = walker.group(clue.question[say.language])
        text = next(each.text[say.language] for each in clue.options if each.value == answer)
        walker.tick(text, question)
    walker.press(say("Continue"))
    walker.is_told(say("This is what your answers suggest. Keep this level or set your own, then continue."))
    walker.sees(say("Your clues suggest {n}.").format(n=SUGGESTED))
    walker.press(say("Continue"))
    skip(walker, Axis.REST_TIME)
    set_level(walker, Axis.COMMERCIAL_RELATION, DIRECT)


def skip(walker: Walker, axis: Axis) -> None:
    """An axis is left empty."""
    say = walker.say
    walker.sees(say.axis(axis), walker.page.get_by_role("heading", level=1))
    walker.unfold(say("Skip this axis"))
    walker.page.get_by_label(say.skip("prefer_not"), exact=True).last.check()
    walker.press(say("Continue without this axis"))


def set_level(walker: Walker, axis: Axis, level: int, note: str = "") -> None:
    """A level is set against its anchors."""
    say = walker.say
    walker.sees(say.axis(axis), walker.page.get_by_role("heading", level=1))
    label = say("%(axis)s, from 0 to 100", axis=say.axis(axis))
    walker.page.get_by_role("spinbutton", name=label).fill(str(level))
    if note:
        walker.fill(say("A word for later"), note)
    walker.press(say("Continue"))


def resume_taking_stock(walker: Walker, note: str) -> None:
    """On another device, the draft is there; it is finished, checked and read."""
    say = walker.say
    walker.follow(say("Take stock"))
    walker.sees(say.several("%(num)d axis out of seven is done.", "%(num)d axes out of seven are done.", 3))
    walker.follow(say("Resume"))
    for axis, level in LEVELS.items():
        set_level(walker, axis, level, note if axis is Axis.CREATIVITY else "")
    walker.sees(say("left empty"))
    walker.press(say("Finish, and see my diagram"))
    walker.sees(say("My diagram"), walker.page.get_by_role("heading", level=1))
    assert walker.page.get_by_role("figure").get_by_role("img").first.is_visible()
    walker.sees(note)


def consent(walker: Walker) -> None:
    """The question of what may count is answered in full, once the diagram has been seen."""
    say = walker.say
    five = say("Five axes (local usefulness, commercial relationship, creativity, tool mastery, trade)")
    walker.tick(say("Yes, they may count"), walker.group(five))
    walker.tick(say("No"), walker.group(say("Rest time")))
    walker.tick(say("Yes, it may count"), walker.group(say("Financial autonomy")))
    walker.press(say("Save my choice"))
    walker.is_told(say("Your choice is saved. It holds for every picture to come."))


def open_campaign(walker: Walker, closes_on: date) -> None:
    """The coordinator opens a campaign."""
    say = walker.say
    walker.follow(say("Cooperative"))
    walker.follow(say("Coordinate"))
    walker.follow(say("Open a campaign"))
    walker.fill(say("Closing day"), closes_on.isoformat())
    walker.press(say("Open a campaign"))
    walker.is_told(say("The campaign is open."))
    walker.sees(say.day(closes_on))


def close(stage: Stage, closes_on: date) -> None:
    """The day passes, and the portrait is made in the night."""
    stage.pass_until(closes_on)
    assert stage.today() == closes_on + timedelta(days=1)
