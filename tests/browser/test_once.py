"""Every click that changes something acts once: when it is doubled, when its key is held, and when its answer is lost.

The site's own API answers, so the tests see what was done and not only what was sent.
"""

import re
from typing import TYPE_CHECKING, Any, Final

import httpx
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visits, follow
from tests.browser.site import token_of
from tests.browser.test_failures import FAILED_REQUEST

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

FILM: Final = {"video_request": {"title": "Once", "script_content": "Once is enough."}}
BATCH: Final = {"items": [FILM], "start": "on_confirm"}
TWICE: Final = "(input) => { for (const turn of [1, 2]) input.dispatchEvent(new Event('change', { bubbles: true })); }"
VERBS: Final = {
    "confirm": ("Start", None),
    "pause": ("Pause", None),
    "resume": ("Resume", None),
    "cancel": ("Cancel", "Yes, cancel it"),
}
"""Names of the buttons, and of their questions, in an order in which the API allows all of them."""


def ask(site: Site, method: str, path: str, **how: Any) -> Any:
    """Call the site's API as its operator."""
    answer = httpx.request(
        method, f"{site.url}{path}", headers={"authorization": f"Bearer {token_of('operator')}"}, **how
    )
    assert answer.is_success, answer.text
    return answer.json()


def events(site: Site, job_id: str, name: str) -> int:
    """Count the events of a kind in a job's history."""
    return sum(one["event"] == name for one in ask(site, "GET", f"/api/v1/jobs/{job_id}/history")["history"])


def lose_answers(page: "Page", paths: str = "**/api/v1/**") -> list[int]:
    """Let every change of these paths reach the API, and lose the answer of the first; the list has the status of each."""
    known: list[int] = []

    def lose(route: "Route") -> None:
        if route.request.method == "GET":
            route.fallback()
            return
        answer = route.fetch()
        known.append(answer.status)
        if len(known) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route(paths, lose)
    return known


def press(within: "Locator", name: str, sure: str | None) -> None:
    """Click a button twice, and the answer to its question twice."""
    within.get_by_role("button", name=name, exact=True).dblclick()
    if sure:
        within.get_by_role("button", name=sure).dblclick()


def lost_and_sent_again(page: "Page", within: "Locator", name: str, sure: str | None) -> list[int]:
    """Use a button whose answer is lost, and once more; the page keeps what it shows. Returns the status of each request."""
    known = lose_answers(page)
    page.get_by_role("button", name="Pause updates").click()
    press(within, name, sure)
    expect(within.get_by_role("alert").first).to_contain_text("The API does not answer")
    with page.expect_response(lambda answer: answer.request.method != "GET"):
        press(within, name, sure)
    expect(page.locator("main button[aria-disabled='true']")).to_have_count(0)
    return known


def test_a_film_is_made_once(visit: Visits, site: Site) -> None:
    """A repeat has the key of the first request, so the API answers with the film that it made."""
    with visit(allowed=FAILED_REQUEST) as window:
        page = window.open("#/new")
        page.get_by_role("textbox", name="Script").fill("Once is enough.")
        page.get_by_role("textbox", name="Title").fill("Made once")
        expect(page.get_by_text("ready in about")).to_be_visible()
        known = lose_answers(page, "**/api/v1/jobs")
        press(page.locator("form"), "Make the film", None)
        expect(page.get_by_role("alert").first).to_contain_text("The API does not answer")
        press(page.locator("form"), "Make the film", None)
        expect(page.get_by_role("heading", name="Made once")).to_be_visible()
    assert known == [202, 202]
    assert len(ask(site, "GET", "/api/v1/jobs?q=Made once")["jobs"]) == 1


def test_a_film_is_cancelled_once(visit: Visits, site: Site) -> None:
    """The second cancel is a repeat: it is accepted and changes nothing."""
    job_id = ask(site, "POST", "/api/v1/jobs", json=FILM)["job_id"]
    with visit(allowed=FAILED_REQUEST) as window:
        page = window.open(f"#/films/{job_id}")
        assert lost_and_sent_again(page, page.locator(".acts"), "Cancel", "Yes, cancel it") == [200, 200]
        expect(page.locator(".state.cancelled").first).to_be_visible()
    assert events(site, job_id, "cancelled") == 1


def test_a_failed_film_is_retried_once(visit: Visits, site: Site) -> None:
    """The second retry is refused, because the film waits for its next attempt."""
    job_id = site.ids["retried"]
    with visit(allowed=FAILED_REQUEST) as window:
        page = window.open(f"#/films/{job_id}")
        assert lost_and_sent_again(page, page.locator(".acts"), "Retry", None) == [202, 409]
    assert events(site, job_id, "retried") == 1


def test_a_dead_letter_is_retried_once(visit: Visits, site: Site) -> None:
    """Its second retry finds no letter."""
    job_id = site.ids["buried"]
    with visit(allowed=FAILED_REQUEST) as window:
        page = window.open("#/dead-letters")
        row = page.get_by_role("row").filter(has=page.locator(f"a[href='#/films/{job_id}']"))
        known = lose_answers(page)
        page.get_by_role("button", name="Pause updates").click()
        press(row, "Retry", None)
        expect(page.get_by_text("The API does not answer").first).to_be_visible()
    assert known == [202]
    assert events(site, job_id, "retried") == 1


def test_chosen_films_are_cancelled_once(visit: Visits, site: Site) -> None:
    """Each film is one request; a lost answer is named, and nothing is sent twice."""
    made = [ask(site, "POST", "/api/v1/jobs", json=FILM)["job_id"] for _ in range(2)]
    with visit(allowed=FAILED_REQUEST) as window:
        page = window.open("#/films?form=table")
        for job_id in made:
            page.get_by_role("row").filter(has=page.locator(f"a[href='#/films/{job_id}']")).get_by_role(
                "checkbox"
            ).check()
        known = lose_answers(page)
        press(page.locator(".bulk"), "Cancel 2", "Yes, cancel 2 films")
        expect(page.get_by_text("1 film cancelled.")).to_be_visible()
        expect(page.get_by_role("alert").get_by_text("The API does not answer")).to_be_visible()
    assert known == [200, 200]
    assert [events(site, job_id, "cancelled") for job_id in made] == [1, 1]


def test_a_batch_is_started_paused_resumed_and_cancelled_once(visit: Visits, site: Site) -> None:
    """A repeat after a lost answer is accepted or refused, and leaves the batch as it was."""
    batch = ask(site, "POST", "/api/v1/batches", json=BATCH)
    states = {}
    with visit(allowed=FAILED_REQUEST) as window:
        for verb, (name, sure) in VERBS.items():
            page = window.open(f"#/batches/{batch['batch_id']}")
            states[verb] = lost_and_sent_again(page, page.locator(".acts"), name, sure)
            states[verb].append(ask(site, "GET", batch["links"]["self"])["state"])
            page.close()
    assert states == {
        "confirm": [200, 200, "RUNNING"],
        "pause": [200, 200, "PAUSED"],
        "resume": [200, 200, "RUNNING"],
        "cancel": [200, 200, "CANCELLING"],
    }


def test_a_key_that_is_held_asks_and_does_not_answer(visit: Visits, site: Site) -> None:
    """The keyboard repeats it: the first one asks, and the others are no answer."""
    sent: list[str] = []
    with visit() as window:
        page = window.open(f"#/films/{site.ids['running']}")
        page.on("request", lambda request: sent.append(request.method) if request.method != "GET" else None)
        page.get_by_role("button", name="Cancel").focus()
        for _ in range(3):
            page.keyboard.down("Enter")  # without `up` in between, the second and later ones are repeats
        expect(page.get_by_role("button", name="Yes, cancel it")).to_be_focused()
        page.keyboard.up("Enter")
        follow(page, "#/dead-letters")
        page.get_by_role("button", name="Remove").first.focus()
        for _ in range(3):
            page.keyboard.down("Enter")
        expect(page.get_by_role("button", name="Yes, remove")).to_be_visible()
    assert sent == []


def test_a_file_is_one_batch(visit: Visits) -> None:
    """Dropped twice at once it is sent once; after a lost answer it goes again with its upload and its key."""
    uploads: list[Any] = []
    keys: list[str | None] = []

    def open_upload(route: "Route") -> None:
        uploads.append(route.request.post_data_json)
        route.fulfill(json={"upload": "u1", "url": "put", "headers": {}})

    def lose(route: "Route") -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        route.abort()

    with visit(allowed=FAILED_REQUEST) as window:
        page = window.open("#/batches")
        page.route("**/api/v1/uploads", open_upload)
        page.route("**/put", lambda route: route.fulfill(status=200))
        page.route(re.compile(r"/api/v1/batches$"), lose)
        file = page.get_by_label("Drop a CSV")
        file.set_input_files({"name": "films.csv", "mimeType": "text/csv", "buffer": b"prompt\nBees\n"})
        expect(page.get_by_text("The API does not answer").first).to_be_visible()
        file.evaluate(TWICE)
        expect(page.locator(".drop")).to_have_attribute("aria-busy", "false")
    assert (len(uploads), keys) == (1, [keys[0]] * 2)
