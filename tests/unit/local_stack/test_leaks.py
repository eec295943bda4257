"""A leak into a log would be noticed."""

import pytest

from tests.local.leaks import Forbidden, sentences_of

FORBIDDEN = Forbidden(
    secrets=frozenset({"Zm9yIG5vYm9keQ"}), sentences=frozenset({'Bees see "colours" that we cannot see.'})
)


@pytest.mark.parametrize(
    ("line", "leak"),
    [
        ("authorization eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2ln", "a token"),
        ("GET /films/x.mp4?X-Amz-Expires=60&X-Amz-Signature=0a1b2c HTTP/1.1", "a signed URL"),
        ("turned to whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a webhook secret"),
        ('{"headers": {"Authorization": "Bearer abcdefghijklmnop"}}', "a bearer"),
        ("the master is Zm9yIG5vYm9keQ", "a secret"),
        ('{"message": "said: Bees see \\"colours\\" that we cannot see."}', "the text"),
    ],
)
def test_a_leak_is_named_with_its_log(line: str, leak: str) -> None:
    """Every kind, also inside of JSON; the secret itself is not repeated."""
    (found,) = FORBIDDEN.found_in([("api.log", f"first\n{line}\nlast"), ("other.log", "all is well")])
    assert found.startswith(f"api.log: {leak}")
    assert "Zm9y" not in found


def test_all_texts_of_a_request_are_looked_for() -> None:
    """At any depth, sentence by sentence; names and short words are not."""
    request = {
        "title": "Bees",
        "items": [{"script_content": "Bees see colours we do not. Hello there. Do you see them too?"}],
    }
    assert list(sentences_of(request)) == ["Bees see colours we do not.", "Do you see them too?"]
