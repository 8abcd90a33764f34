"""A badge: claimed and taken along by a member, verified by a stranger."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from assessment.referential import Axis
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker
from worker import errands

DROPPED = """([zone, name, bytes]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], name));
  zone.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


def claim(stage: Stage, walker: Walker, axis: Axis) -> str:
    """The member reads what the badge would say, claims it, and waits for its signature; gives its page."""
    say = walker.say
    walker.open("/me/badges")
    walker.follow(f"{say('See what it would say')} {say.axis(axis)}")
    walker.sees(say("The level is validated."))
    walker.press(say("Claim and publish this badge"))
    walker.is_told(say("Your badge is being signed: its public page opens in a moment."))
    stage.work()
    walker.page.reload()
    shown = walker.part(say("Show it")).get_by_role("link").first.get_attribute("href")
    assert shown
    return shown


def download(walker: Walker, folder: Path) -> list[Path]:
    """The member downloads every form of their badge."""
    taken = []
    for link in walker.part(walker.say("Take it along")).get_by_role("link").all():
        with walker.page.expect_download() as awaited:
            link.click()
        taken.append(folder / awaited.value.suggested_filename)
        awaited.value.save_as(taken[-1])
    assert len(taken) >= 4
    return taken


def give(walker: Walker, file: Path) -> None:
    """A stranger drops a file where badges are verified, or chooses it when there is no script."""
    say = walker.say
    walker.open("/")
    walker.follow(say("Verify a badge"))
    if walker.page.evaluate("document.scripts.length") and _has_script(walker):
        zone = walker.page.locator("[data-drop]").element_handle()
        walker.page.evaluate(DROPPED, [zone, file.name, list(file.read_bytes())])
        walker.sees(file.name)
    else:
        walker.page.locator("input[type=file]").set_input_files(file)
    _send(walker)


def give_address(walker: Walker, address: str) -> None:
    """A stranger types the address of a badge."""
    walker.open("/verify")
    walker.fill(walker.say("Or its address"), address)
    _send(walker)


def is_answered(walker: Walker, title: str, *reasons: str) -> None:
    """The page that waits turns by itself into the verdict, with each of its reasons."""
    expect(walker.page.get_by_role("heading", level=1)).to_have_text(walker.say(title))
    for each in reasons:
        walker.sees(each)
    walker.look()


def told(walker: Walker, page: str) -> str:
    """What the public page of a badge says, whenever it is read."""
    walker.open(page)
    parts = [walker.part(walker.say(name)) for name in ("What it says", "Who confirms it")]
    return "\n".join(map(Locator.inner_text, parts))


def withdraw(stage: Stage, walker: Walker, page: str) -> None:
    """The member takes their badge back."""
    say = walker.say
    walker.open(f"/me/badges/{page.rpartition('/')[2]}")
    walker.unfold(say("Withdraw this badge"))
    walker.press(say("Withdraw it for good"))
    walker.is_told(say("Your badge is withdrawn: its page says so from now on."))
    stage.work()


def _send(walker: Walker) -> None:
    """The form is sent, and a worker does its part."""
    walker.press(walker.say("Verify"))
    walker.sees(walker.say("This takes a second or two. The page looks for the answer by itself."))
    errands.verify(urlsplit(walker.page.url).path.rpartition("/")[2])


def _has_script(walker: Walker) -> bool:
    """Whether scripts run on this device: the one of the page has then said what may be done."""
    return bool(walker.page.locator("[data-drop-words]").inner_text())
