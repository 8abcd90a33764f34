"""The forms of accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField

from pages.forms import Form, required


class SignInForm(Form):
    """Address and password."""

    email = EmailField(_l("E-mail address"), [required()], render_kw={"autocomplete": "username"})
    password = PasswordField(_l("Password"), [required()], render_kw={"autocomplete": "current-password"})


class ForgottenForm(Form):
    """The address to send a link to."""

    email = EmailField(_l("E-mail address"), [required()], render_kw={"autocomplete": "username"})


class NewPasswordForm(Form):
    """A new password, from a mailed link."""

    password = PasswordField(_l("New password"), [required()], render_kw={"autocomplete": "new-password"})


class ChangePasswordForm(Form):
    """The present password and the new one."""

    current = PasswordField(
        _l("Present password"), [required()], render_kw={"autocomplete": "current-password"}
    )
    password = PasswordField(_l("New password"), [required()], render_kw={"autocomplete": "new-password"})


class ChangeAddressForm(Form):
    """A new address, and the password that proves who asks."""

    email = EmailField(_l("New e-mail address"), [required()], render_kw={"autocomplete": "email"})
    password = PasswordField(
        _l("Present password"), [required()], render_kw={"autocomplete": "current-password"}
    )
