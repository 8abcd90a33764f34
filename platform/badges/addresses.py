"""Where badges, keys and lists are published: paths on this installation, and their addresses."""

from dataclasses import dataclass
from uuid import UUID

from werkzeug.routing import BaseConverter, ValidationError

from assessment.referential import Axis, Language
from badges.identifiers import did_web

EXTENSIONS = (".json", ".png", ".svg", ".ob2.json", ".ob2.png")


class BadgeFileConverter(BaseConverter):
    """A file of a badge in an address: its id, then one of the extensions; anything else gives 404."""

    regex = r"[0-9a-f-]{36}(?:\.ob2)?\.[a-z]{3,4}"

    def to_python(self, value: str) -> str:
        """The name of the file."""
        found, extension = value[:36], value[36:]
        try:
            known = str(UUID(found)) == found and extension in EXTENSIONS
        except ValueError as fault:
            raise ValidationError from fault
        if not known:
            raise ValidationError
        return value


@dataclass(frozen=True)
class Places:
    """The places of one cooperative: `origin` is the installation's (`https://host`), `slug` its own."""

    origin: str
    slug: str

    @property
    def did(self) -> str:
        """The identifier of the cooperative."""
        return did_web(self.origin.partition("://")[2], self.slug)

    @property
    def home(self) -> str:
        """The public page of the cooperative."""
        return self.at(f"t/{self.slug}")

    @property
    def criteria(self) -> str:
        """Where it is said how levels are confirmed."""
        return f"{self.home}#criteria"

    @property
    def did_document(self) -> str:
        """The path of the DID document, which the method fixes."""
        return f"t/{self.slug}/did.json"

    @property
    def profile(self) -> str:
        """The path of the Open Badges profile."""
        return f"t/{self.slug}/profile.json"

    @property
    def hosted_issuer(self) -> str:
        """The path of the same for older displayers."""
        return f"t/{self.slug}/badges/issuer.json"

    def at(self, path: str) -> str:
        """The address of a path."""
        return f"{self.origin}/{path}"

    def status_list(self, number: int) -> str:
        """The path of a list of what was withdrawn."""
        return f"t/{self.slug}/status/{number}.json"

    def badge_class(self, axis: Axis, band: int, language: Language) -> str:
        """The path of what a badge is about: one axis, one band, in one language."""
        return f"t/{self.slug}/badges/{axis.value.replace('_', '-')}-{band}-{language.value}.json"


def badge_path(badge_id: UUID, extension: str = "") -> str:
    """The path of a badge: its page, or a file of it (`.json`, `.png`, `.svg`, `.ob2.json`, `.ob2.png`)."""
    return f"b/{badge_id}{extension}"


def evidence_path(badge_id: UUID, rank: int, extension: str = "") -> str:
    """The path of a piece of work beside a badge: its page, or its photo (`.jpg`)."""
    return f"b/{badge_id}/evidence/{rank}{extension}"


def endorsement_path(badge_id: UUID, rank: int) -> str:
    """The path of what a peer who agreed to be named signs about a badge."""
    return f"b/{badge_id}/endorsements/{rank}.json"
