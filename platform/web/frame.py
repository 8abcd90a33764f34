"""What stands around every page: brand, navigation, account, cooperatives, languages, footer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import Flask, request, url_for
from flask_babel import gettext
from flask_login import current_user

from kernel.refusals import N_
from pages.formats import language
from pages.visit import Visit, visit
from tenants.models import RoleName
from web.languages import LANGUAGES

MINE = (
    ("musette.profile", N_("Profile")),
    ("musette.history", N_("History")),
    ("experiences.listing", N_("Experiences")),
    ("intentions.listing", N_("Intentions")),
    ("assessment.start", N_("Take stock")),
    ("shares.listing", N_("Shares")),
    ("musette.known", N_("What the group knows")),
)
OURS = (
    ("dashboards.portraits", N_("Pictures")),
    ("workshops.listing", N_("Workshops")),
    ("charter.read", N_("Charter")),
    ("groups.listing", N_("Groups")),
    ("offers.listing", N_("Offers of help")),
    ("shown.listing", N_("Shown to me")),
    ("coordination.journal", N_("Journal")),
)
COORDINATION = (
    ("coordination.home", N_("Coordinate")),
    ("members.listing", N_("Members")),
    ("invitations.listing", N_("Invitations")),
)
OF_A_BRANCH = (
    ("groups.my_branch", N_("My branch")),
    ("invitations.listing", N_("Invitations")),
)
MEDIATION = (
    ("reviews.inbox", N_("Reviews")),
    ("mediations.listing", N_("Mediation")),
)
SECTIONS = {
    "musette": "mine",
    "assessment": "mine",
    "experiences": "mine",
    "intentions": "mine",
    "scenarios": "mine",
    "activities": "mine",
    "shares": "mine",
    "portfolio": "mine",
    "noted": "mine",
    "helped": "mine",
    "sharing": "mine",
    "badges": "badges",
    "badge_claims": "badges",
    "reviews": "peers",
    "levels": "peers",
    "requests": "peers",
    "evidence": "peers",
    "availability": "peers",
    "mediations": "peers",
    "reports": "peers",
    "carried": "account",
    "joining": "account",
    "leaving": "account",
    "portability": "account",
    "together": "account",
    "arriving": "account",
    "thanks": "peers",
    "dashboards": "ours",
    "workshops": "ours",
    "participants": "ours",
    "facilitator": "ours",
    "groups": "ours",
    "offers": "ours",
    "shown": "ours",
    "shown.choose": "mine",
    "shown.seen_as": "mine",
    "shown.one_seen_as": "mine",
    "coordination": "ours",
    "members": "ours",
    "invitations": "ours",
    "notes": "ours",
    "charter": "ours",
    "duties": "ours",
    "totals": "ours",
}

# The pages of these blueprints, and these pages alone, are found under one entry of their section.
WITHIN = {
    "experiences.listing": ("experiences",),
    "intentions.listing": ("intentions", "scenarios"),
    "musette.history": ("activities",),
    "assessment.start": ("assessment", "helped"),
    "shares.listing": ("shares", "portfolio", "shown.choose", "shown.seen_as", "shown.one_seen_as"),
    "shown.listing": ("shown",),
    "musette.known": ("noted",),
    "charter.read": ("charter", "duties"),
    "dashboards.portraits": ("dashboards",),
    "workshops.listing": ("workshops", "facilitator", "participants"),
    "groups.listing": ("groups",),
    "members.listing": ("members",),
    "invitations.listing": ("invitations",),
    "coordination.home": ("coordination", "notes", "totals"),
    "mediations.listing": ("mediations", "reports"),
}


@dataclass(frozen=True)
class Item:
    """A link of the frame."""

    href: str
    text: str
    current: bool = False
    code: str = ""


class Frame:
    """The links around one page, made only if the page shows them."""

    def __init__(self, seen_by: Visit) -> None:
        self._visit = seen_by
        self._section = SECTIONS.get(request.endpoint or "") or SECTIONS.get(request.blueprint or "", "")

    @property
    def brand_href(self) -> str:
        """Where the brand leads: one's satchel, or the first page."""
        return url_for("musette.profile" if current_user.is_authenticated else "public.first_page")

    @property
    def brand_line(self) -> str:
        """The cooperative being visited, or what Musette is about."""
        here = self._visit.belonging
        return here.name if here else str(gettext("Freedom and dependence at work"))

    @property
    def notice(self) -> str:
        """A sentence above every page of a demonstration."""
        if self._visit.house.settings.demonstration:
            return str(gettext("Demonstration: these cooperatives and their members are invented."))
        return ""

    @cached_property
    def nav(self) -> list[Item]:
        """The main sections."""
        if not current_user.is_authenticated:
            return self._for_strangers
        items = [Item(url_for("musette.profile"), gettext("My satchel"), self._section == "mine")]
        if self._visit.belonging:
            items.append(Item(url_for("reviews.inbox"), gettext("Reviews"), self._section == "peers"))
        items.append(Item(url_for("badges.mine"), gettext("Badges"), self._section == "badges"))
        if self._visit.belonging:
            text = gettext("Cooperative")
            items.append(Item(url_for("dashboards.portraits"), text, self._section == "ours"))
        return items

    @property
    def _for_strangers(self) -> list[Item]:
        """What somebody who reads a badge may do next."""
        if request.blueprint != "badge_pages":
            return []
        return [Item(url_for("verification.ask"), gettext("Verify another badge"))]

    @cached_property
    def subnav(self) -> list[Item]:
        """The pages of the section."""
        here = self._visit.belonging
        pages: Sequence[tuple[str, str]]
        if self.account is None:
            return []  # while the database rests, nobody is recognised
        if self._section == "mine":
            pages = MINE if here else MINE[:-1]
        elif self._section == "ours" and here:
            pages = (*OURS[:2], *_led(self._visit.scope.roles), *OURS[2:])
        elif self._section == "peers" and RoleName.MEDIATOR in self._visit.scope.roles:
            pages = MEDIATION
        else:
            return []
        current = _current({name for name, _text in pages})
        return [Item(url_for(name), gettext(text), name == current) for name, text in pages]

    @property
    def subnav_label(self) -> str:
        """What the section is called by those who listen."""
        titles = {"mine": gettext("My satchel"), "peers": gettext("Reviews")}
        return str(titles.get(self._section, gettext("Cooperative")))

    @property
    def account(self) -> Item | None:
        """The link to one's account, under one's name in the cooperative being visited."""
        if not current_user.is_authenticated:
            return None
        here = self._visit.belonging
        text = here.display_name if here else gettext("My account")
        return Item(url_for("people.account"), text, request.blueprint == "people")

    @cached_property
    def cooperatives(self) -> list[Item]:
        """The cooperatives one may switch between."""
        here = self._visit.belonging
        return [
            Item(url_for("dashboards.portraits", slug=each.slug), each.name, each == here)
            for each in self._visit.belongings
            if not each.closed
        ]

    @property
    def languages(self) -> list[Item]:
        """The languages of the page; each is chosen by a small form."""
        return [
            Item(url_for("public.choose_language", code=code), name, code == language(), code)
            for code, name in LANGUAGES.items()
        ]

    @property
    def footer(self) -> list[Item]:
        """The links at the foot of every page."""
        pages = (
            ("public.who_sees_what", gettext("Who sees what")),
            ("verification.ask", gettext("Verify a badge")),
            ("public.rights", gettext("Your rights and your data")),
            ("public.accessibility", gettext("Accessibility: partially compliant")),
            ("public.legal", gettext("Legal notice")),
        )
        return [Item(url_for(name), text, request.endpoint == name) for name, text in pages]


def install(app: Flask) -> None:
    """Give templates the frame and the language of the page."""
    app.context_processor(around)


def around() -> dict[str, object]:
    """The variables every template has."""
    return {"frame": Frame(visit()), "current_language": language(), "roles": visit().scope.roles}


def _led(roles: frozenset[str]) -> Sequence[tuple[str, str]]:
    """The pages of those who coordinate the cooperative, or one branch of it."""
    if RoleName.COORDINATOR in roles:
        return COORDINATION
    return OF_A_BRANCH if RoleName.BRANCH_COORDINATOR in roles else ()


def _current(entries: set[str]) -> str:
    """The entry under which the page asked for is found: itself, or what holds it; or nothing."""
    for asked in (request.endpoint or "", request.blueprint or ""):
        if asked in entries:
            return asked
        found = next((each for each in entries if asked in WITHIN.get(each, ())), "")
        if found:
            return found
    return ""
