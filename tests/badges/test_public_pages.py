"""What anybody reads of a badge: as it was signed, as it stands, and nothing that is not published."""

import json

import pytest
from flask.testing import FlaskClient

from tests.badges.showing import Shop
from tests.cases import each_case
from tests.conftest import Visitor

FILES = {
    ".json": "application/ld+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ob2.json": "application/json",
    ".ob2.png": "image/png",
    "/endorsements/1.json": "application/ld+json",
}


@pytest.fixture
def anybody(visitor: Visitor) -> FlaskClient:
    """A visitor who reads English."""
    return visitor()


def test_a_badge_says_what_it_is_and_that_it_stands(issuing: Shop, visitor: Visitor) -> None:
    shown = issuing.badge()
    french, english = visitor(language="fr").get(shown.path), visitor(language="en").get(shown.path)
    assert french.status_code == english.status_code == 200
    assert "Ce badge est authentique et en cours de validité" in french.text
    assert "Confirmé par 3 pairs, dont tirage au sort\u00a0: 2, dont réciproques\u00a0: 1." in french.text
    assert "This badge is authentic and valid" in english.text
    assert f"The signature is that of {issuing.name}" in english.text
    assert "Karim Benali" in english.text
    assert "2 more people, who chose not to be named" in english.text
    assert "Zoë Étienne-Nuñez 🎒" in english.text
    assert f'content="{issuing.origin}/{shown.path}.png"' in english.text
    assert english.headers["X-Robots-Tag"] == "noindex"


def test_a_badge_whose_owner_is_not_named_names_nobody(issuing: Shop, anybody: FlaskClient) -> None:
    shown = issuing.badge(holder_name=None, confirmations=1, reciprocal=0, drawn=0, grounds={"saw_work": 1})
    shown.tell(voices=[{"name": None, "grounds": [], "on": None, "document": None}])
    page = anybody.get(shown.path).text
    assert "One person, who chose not to be named" in page
    assert "Badge of a member of" in page
    assert "Karim" not in page


@each_case("ending", FILES)
def test_files_are_answered_as_they_were_published(issuing: Shop, anybody: FlaskClient, ending: str) -> None:
    shown = issuing.badge()
    answer = anybody.get(shown.path + ending)
    assert answer.status_code == 200
    assert answer.mimetype == FILES[ending]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = anybody.get(shown.path + ending, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_cooperative_publishes_its_keys_its_profile_and_its_list(
    issuing: Shop, anybody: FlaskClient
) -> None:
    start = f"/t/{issuing.slug}"
    did = anybody.get(f"{start}/did.json")
    assert did.get_json(force=True)["id"] == issuing.issuer.did
    assert anybody.get(f"{start}/profile.json").status_code == 200
    listed = anybody.get(f"{start}/status/1.json")
    assert listed.headers["Cache-Control"] == "public, max-age=60"
    assert "BitstringStatusListCredential" in listed.get_json(force=True)["type"]
    page = anybody.get(start)
    assert issuing.name in page.text
    assert 'id="criteria"' in page.text


def test_a_withdrawn_badge_says_so_and_nothing_of_its_owner(issuing: Shop, anybody: FlaskClient) -> None:
    shown = issuing.badge()
    shown.withdraw()
    page = anybody.get(shown.path)
    assert page.status_code == 200
    assert "This badge has been withdrawn" in page.text
    assert "Zoë" not in page.text
    assert "Karim" not in page.text
    assert anybody.get(f"{shown.path}/embed").status_code == 410


def test_an_expired_badge_says_so(issuing: Shop, anybody: FlaskClient) -> None:
    shown = issuing.badge()
    shown = issuing.badge(expires=shown.facts.valid_from.replace(hour=0, minute=0, second=0))
    page = anybody.get(shown.path).text
    assert "This badge has expired" in page
    assert "It expired on" in page
    assert "authentic and valid" not in page


def test_a_badge_of_another_content_than_its_page_must_not_be_believed(
    issuing: Shop, anybody: FlaskClient
) -> None:
    shown = issuing.badge()
    forged = {**shown.document, "validUntil": "2040-01-01T00:00:00Z"}
    shown.put(".json", json.dumps(forged).encode(), "application/ld+json")
    page = anybody.get(shown.path).text
    assert "This badge must not be believed for now" in page
    assert "The signature does not match" in page


@each_case("ending", ["", "/embed", *FILES])
def test_an_erased_badge_is_gone_everywhere(issuing: Shop, anybody: FlaskClient, ending: str) -> None:
    shown = issuing.badge()
    shown.erase()
    answer = anybody.get(shown.path + ending)
    assert answer.status_code == 410
    assert "This is no longer here" in answer.text


@each_case(
    "path",
    [
        "b/00000000-0000-4000-8000-000000000000",
        "b/00000000-0000-4000-8000-000000000000.json",
        "b/00000000-0000-4000-8000-000000000000/embed",
        "b/nobody",
        "t/nobody",
        "t/nobody/did.json",
        "t/nobody/status/1.json",
        "contexts/nothing.json",
    ],
)
def test_what_never_was_is_nowhere(anybody: FlaskClient, path: str) -> None:
    assert anybody.get(path).status_code == 404


def test_nothing_but_files_of_known_kinds_is_given_away(issuing: Shop, anybody: FlaskClient) -> None:
    shown = issuing.badge()
    shown.put(".json", b"<script>alert(1)</script>", "text/html")
    assert anybody.get(f"{shown.path}.json").status_code == 404
    assert anybody.get(f"{shown.path}.html").status_code == 404


def test_what_to_paste_elsewhere_is_an_image_and_a_link(issuing: Shop, anybody: FlaskClient) -> None:
    shown = issuing.badge()
    page = anybody.get(f"{shown.path}/embed").text
    assert f"&lt;a href=&#34;{issuing.origin}/{shown.path}" in page or f'&lt;a href="{issuing.origin}' in page
    assert "<script>" not in page
