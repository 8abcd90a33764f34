"""What anybody fills in about badges, and what their owners do."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from pages.forms import Form, TextField, at_most

LONGEST_ADDRESS = 500


class VerifyForm(Form):
    """A badge to verify: a file, or an address."""

    file = FileField(_l("File of the badge"), render_kw={"accept": ".json,.png,.svg"})
    address = TextField(_l("Or its address"), [at_most(LONGEST_ADDRESS)])
