"""A test client that sends its forms as a browser does: with the token of its session."""

from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

RAW_TOKEN = "csrf_token"
HOST = "http://127.0.0.1:8000"


class Browserlike(FlaskClient):
    """Adds the token to what is posted; `forged` leaves it out."""

    def post(self, *args: Any, **options: Any) -> TestResponse:
        """Send a form."""
        data = dict(options.pop("data", None) or {})
        data.setdefault(RAW_TOKEN, self.token())
        return super().post(*args, data=data, **options)

    def forged(self, *args: Any, **options: Any) -> TestResponse:
        """Send a form from elsewhere, without the token."""
        return super().post(*args, **options)

    def token(self) -> str:
        """The token of this session, as a page would hold it."""
        with self.session_transaction(base_url=HOST) as cookie:
            raw = cookie.setdefault(RAW_TOKEN, "0" * 40)
        key = self.application.config["SECRET_KEY"]
        signed: str = URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw)
        return signed
