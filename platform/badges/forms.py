"""What anybody fills in about badges, and what their owners do."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField
from wtforms.validators import Optional

from badges.service.evidence import LONGEST_NAME, LONGEST_WORDS
from pages.forms import Form, IdField, TextField, WordsField, at_most, options, required
from peer.forms import Boxes

LONGEST_ADDRESS = 500


class VerifyForm(Form):
    """A badge to verify: a file, or an address."""

    file = FileField(_l("File of the badge"), render_kw={"accept": ".json,.png,.svg"})
    address = TextField(_l("Or its address"), [at_most(LONGEST_ADDRESS)])


class AttestForm(Form):
    """What a member wants signed for themself."""

    axes = Boxes(_l("Your own levels"), choices=[])
    language = RadioField(
        _l("Language of the files"), [required()], choices=options((("fr", "Français"), ("en", "English")))
    )
    named = BooleanField(_l("Put my name on them"))


class BundleForm(Form):
    """What goes along with a badge, beside what named peers signed."""

    membership = BooleanField(_l("The attestation that my key is that of a member"))
    own = BooleanField(_l("My level as I give it myself, from 0 to 100"))
    views = Boxes(_l("Views that differ"), choices=[])


class ExhibitForm(Form):
    """What anybody will read of an experience beside a badge."""

    name = TextField(_l("Title"), [required(), at_most(LONGEST_NAME)])
    words = WordsField(_l("What you say of it"), [at_most(LONGEST_WORDS)])
    pictured = BooleanField(_l("Show its first photo"))


class ClaimForm(Form):
    """What a badge will say beside the level; its hidden id makes sending twice harmless."""

    id = IdField()
    language = RadioField(
        _l("Language of the badge"), [required()], choices=options((("fr", "Français"), ("en", "English")))
    )
    named = BooleanField(_l("Put my name on it"))
    address = TextField(
        _l("Mail address it is tied to"),
        [Optional(), at_most(LONGEST_ADDRESS)],
        render_kw={"type": "email", "autocomplete": "email"},
    )


class KeyForm(Form):
    """Asking for one's key."""
