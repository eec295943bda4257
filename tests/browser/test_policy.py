"""The rule that every window of these tests keeps: a message of the page, or a report of its policy, fails the test."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.conftest import trace_path, window_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.conftest import Site

MOST_TURNS: Final = 500
"""Messages come a moment after their cause."""
ACTS: Final = {
    "warning: strange": "console.warn('strange')",
    "error: broken": "setTimeout(() => { throw new Error('broken'); })",
    "error: CSP inline style-src-attr": "document.body.setAttribute('style', 'color: red')",
    "error: CSP http://127.0.0.1:9/x.png img-src": "new Image().src = 'http://127.0.0.1:9/x.png'",
    "error: CSP trusted-types-sink require-trusted-types-for": "document.body.innerHTML = '<b>x</b>'",
}


def test_whatever_the_page_says_fails_its_test_and_keeps_the_trace(
    browser: "Browser", site: "Site", tmp_path: Path
) -> None:
    """Messages, errors, and what the policy refuses: styles and pictures of others, text as markup."""

    def visit() -> None:
        with window_of(browser, site.url, traces=tmp_path) as window:
            page = window.open("#/new")
            for message, script in ACTS.items():
                page.evaluate(f"() => {{ try {{ {script} }} catch {{}} }}")
                turns = iter(range(MOST_TURNS))
                while message not in window.said and next(turns, None) is not None:
                    page.evaluate("() => new Promise(requestAnimationFrame)")
                assert message in window.said, window.said

    with pytest.raises(AssertionError, match="Left contains 8 more items"):
        visit()
    assert trace_path(tmp_path).is_file()
