"""Kinds of file in addresses: `json`, `html`, `pdf`; those of a badge."""

from enum import StrEnum

from werkzeug.routing import BaseConverter, ValidationError


class Paper(StrEnum):
    """What a document is taken away as."""

    JSON = "json"
    HTML = "html"
    PDF = "pdf"


class PaperConverter(BaseConverter):
    """A kind of file; any other text is no address of ours."""

    def to_python(self, value: str) -> Paper:
        """The kind of file of an address."""
        try:
            return Paper(value)
        except ValueError as fault:
            raise ValidationError from fault

    def to_url(self, value: str) -> str:
        """A kind of file in an address."""
        return Paper(value).value


class BadgePart(StrEnum):
    """What a badge is taken along as."""

    PNG = "png"
    SVG = "svg"
    JSON = "json"
    BUNDLE = "bundle.json"


class BadgePartConverter(BaseConverter):
    """A file of a badge; any other text is no address of ours."""

    regex = r"png|svg|json|bundle\.json"

    def to_python(self, value: str) -> BadgePart:
        """The file of an address."""
        return BadgePart(value)

    def to_url(self, value: str) -> str:
        """A file in an address."""
        return BadgePart(value).value
