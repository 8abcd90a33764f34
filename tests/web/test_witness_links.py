"""The link of a witness as it is served: over https, and private."""

from tests.story import Story
from tests.web.addresses import key_of
from tests.web.serving import Elsewhere, browser

HTTPS = "https://musette.example.org"


def test_over_https_the_form_is_understood(ours: Story, elsewhere: Elsewhere) -> None:
    link = f"/witness/{key_of(ours, ours.unspoken)}"
    client = browser(elsewhere(public_url=HTTPS))
    page = client.get(link, base_url=HTTPS)
    assert page.headers["Referrer-Policy"] == "same-origin"  # with none, browsers could not send the form
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    sent = {"stance": "endorse", "csrf_token": token}
    answer = client.forged(link, data=sent, base_url=HTTPS, headers={"Referer": HTTPS + link})  # type: ignore[attr-defined] # ours
    assert answer.status_code == 422
    assert "one point at least" in answer.text
    nowhere = client.forged(link, data=sent, base_url=HTTPS)  # type: ignore[attr-defined] # ours
    assert nowhere.status_code == 400


def test_no_fault_of_a_link_is_kept_by_a_cache(ours: Story, elsewhere: Elsewhere) -> None:
    client = browser(elsewhere(public_url=HTTPS))
    for link in (f"/witness/{key_of(ours, ours.unspoken)}", "/witness/nothing"):
        answer = client.get(link, base_url=HTTPS)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
