"""Which URLs a webhook may go to, by their text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.receivers.urls import MAX_URL_CHARACTERS, PUBLIC_PATTERN, read_url


@pytest.mark.parametrize(
    ("text", "host", "target", "place"),
    [
        ("https://hooks.example.com/a/b?c=d", "hooks.example.com", "/a/b?c=d", "hooks.example.com/a/b"),
        ("https://Hooks.Example.COM", "hooks.example.com", "/", "hooks.example.com/"),
        ("https://hooks.example.com:443/x", "hooks.example.com", "/x", "hooks.example.com/x"),
        ("https://hooks.example.com?token=s3cret", "hooks.example.com", "/?token=s3cret", "hooks.example.com/"),
        ("https://xn--bcher-kva.example/%C3%BC", "xn--bcher-kva.example", "/%C3%BC", "xn--bcher-kva.example/%C3%BC"),
        ("https://a.example/mail@b?x=@", "a.example", "/mail@b?x=@", "a.example/mail@b"),
    ],
)
def test_a_public_https_url_is_read(text: str, host: str, target: str, place: str) -> None:
    """Host in lower case, the request's target as written, and a place for logs without the query."""
    url = read_url(text, local=False)
    assert (url.host, url.port, url.target, url.place, url.plain) == (host, 443, target, place, False)
    assert url.host_header == host
    assert re.fullmatch(PUBLIC_PATTERN, text)


REFUSED = [
    "http://hooks.example.com/",  # plain
    "ftp://hooks.example.com/",
    "https:hooks.example.com",
    "//hooks.example.com/",
    "https://",
    "https:///x",
    "https://user:pass@hooks.example.com/",  # credentials
    "https://hooks.example.com@10.0.0.1/",
    "https://10.0.0.1\\@hooks.example.com/",  # two readers, two hosts
    "https://hooks.example.com\\.evil.example/",
    "https://hooks.example.com/#x",
    "https://hooks.example.com:8443/",  # odd ports
    "https://hooks.example.com:22/",
    "https://hooks.example.com:0/",
    "https://hooks.example.com:99999/",
    "https://hooks.example.com:/",
    "https://127.0.0.1/",  # addresses, in every writing
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://8.8.8.8/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25eth0]/",
    "https://localhost/",  # names of the inside
    "https://LOCALHOST/",
    "https://x.localhost/",
    "https://metadata/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://printer.local/",
    "https://router.home.arpa/",
    "https://hidden.onion/",
    "https://hooks.test/",
    "https://hooks.invalid/",
    "https://hooks.example.com./",  # writings that others read otherwise
    "https://hooks..example.com/",
    "https://-a.example.com/",
    "https://a_b.example.com/",
    "https://bücher.example/",
    "https://ⓔxample.com/",
    "https://hooks。example。com/",
    "https://hooks%2eexample.com/",
    "https://hooks.example.com/a b",
    "https://hooks.example.com/\r\nHost: x",
    "https://hooks.example.com/\t",
    " https://hooks.example.com/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "wss://hooks.example.com/",
    "https://hooks.example.com:443:443/",
    "https://0/",
    "https://[::]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://0xa9fea9fe/",
    "https://0251.0376.0251.0376/",
    "https://%31%32%37.0.0.1/",
    "https://①②⑦.0.0.1/",
    "https://localhost.localdomain/",
    "https://instance-data.ec2.internal/",
    "https://kubernetes.default.svc.cluster.local/",
    "https://hooks.intranet/",
    "https://db.corp/",
    "https://hooks.example.com%00.evil.example/",
    "https://hooks.example.com;@10.0.0.1/",
    "https://hooks.example.com/" + "a" * MAX_URL_CHARACTERS,
    "https://" + "a" * 64 + ".example.com/",
    "https://" + "a." * 130 + "example/",
]


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("local", [False, True])
def test_everything_else_is_refused_with_a_sentence(text: str, local: bool) -> None:  # noqa: FBT001 - a parameter
    """A name of the public DNS, https, port 443, and nothing that two readers read differently."""
    with pytest.raises(ValueError, match=r"[a-z ]{10,}"):
        read_url(text, local=local)


@pytest.mark.parametrize("text", ["http://localhost:8123/hook", "http://localhost/"])
def test_only_the_local_environment_calls_this_machine(text: str) -> None:
    """In plain HTTP, by one name."""
    assert read_url(text, local=True).plain
    with pytest.raises(ValueError, match="https"):
        read_url(text, local=False)


def test_the_emulators_own_port_is_never_called() -> None:
    """C2: it resets the stack for a POST without a signature; receivers of tests listen elsewhere."""
    with pytest.raises(ValueError, match="4566 is the local emulator's own"):
        read_url("http://localhost:4566/_ministack/reset", local=True, own_port=4566)
    with pytest.raises(ValueError, match="80 is the local emulator's own"):
        read_url("http://localhost/", local=True, own_port=80)
    assert read_url("http://localhost:4567/hook", local=True, own_port=4566).port == 4567


def test_the_host_header_names_an_odd_port() -> None:
    """RFC 9110, section 7.2."""
    assert read_url("http://localhost:8123/", local=True).host_header == "localhost:8123"
    assert read_url("https://a.example:4443/", local=False, ports=frozenset({4443})).host_header == "a.example:4443"


@given(st.text(max_size=60) | st.from_regex(r"https?://[!-~]{1,40}", fullmatch=True))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is read or refused; what was read has a host of public letters and a target without blanks."""
    try:
        url = read_url(text, local=False)
    except ValueError:
        return
    assert re.fullmatch(r"[a-z0-9.-]+\.[a-z][a-z0-9-]*", url.host)
    assert re.fullmatch(r"/[!-~]*", url.target)
    assert "#" not in url.target


@given(st.from_regex(PUBLIC_PATTERN, fullmatch=True).filter(lambda text: len(text) < 300))
def test_what_the_document_allows_is_taken(text: str) -> None:
    """The published pattern promises no more than the reader keeps, reserved last labels aside."""
    try:
        read_url(text.rstrip("\n"), local=False)
    except ValueError as error:
        assert "are not public" in str(error)  # noqa: PT017 - either answer is right
