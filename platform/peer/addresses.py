"""Kinds of reported words in addresses; any other word gives 404."""

from werkzeug.routing import BaseConverter, ValidationError

from peer.models.mediations import Reported


class ReportedConverter(BaseConverter):
    """What kind of words an address is about."""

    def to_python(self, value: str) -> Reported:
        """The kind of an address."""
        try:
            return Reported(value)
        except ValueError as fault:
            raise ValidationError from fault
