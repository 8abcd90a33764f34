"""Kinds of file in addresses: `json`, `html`, `pdf`."""

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
