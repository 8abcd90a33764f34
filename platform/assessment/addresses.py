"""Axes in addresses: `tool-mastery` for `Axis.TOOL_MASTERY`."""

from werkzeug.routing import BaseConverter, ValidationError

from assessment.referential import Axis


class AxisConverter(BaseConverter):
    """An axis as part of an address; any other word gives 404."""

    def to_python(self, value: str) -> Axis:
        """The axis of an address."""
        if "_" in value:
            raise ValidationError
        try:
            return Axis(value.replace("-", "_"))
        except ValueError as fault:
            raise ValidationError from fault

    def to_url(self, value: str) -> str:
        """An axis as it stands in an address."""
        return value.replace("_", "-")
