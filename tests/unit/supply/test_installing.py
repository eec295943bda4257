"""uv installs with pip's settings: what pip reads, uv gets."""

from pathlib import Path

from infra.supply.installing import reason, settings, variables


def test_a_setting_of_the_command_wins_over_a_general_one_and_a_variable_wins_over_both() -> None:
    """As pip itself decides; settings of other commands do not count."""
    shown = "global.cert='/a.pem'\ninstall.cert='/b.pem'\nglobal.timeout='9'\n:env:.index-url='https://c/simple'\n"

    assert settings(shown) == {"cert": "/b.pem", "timeout": "9", "index-url": "https://c/simple"}
    assert settings(":env:.cert='/c.pem'\n" + shown)["cert"] == "/c.pem"
    assert settings("download.cert='/d.pem'\n") == {}


def test_every_address_and_certificate_of_pip_reaches_uv_as_a_variable(tmp_path: Path) -> None:
    """Several values are separated as each variable of uv wants it."""
    pip = {
        "index-url": "https://user:secret@mirror/simple",
        "extra-index-url": "https://a/simple\nfile:///b/simple",
        "find-links": f"{tmp_path} https://wheels/",
        "trusted-host": "mirror",
        "cert": "/proxy.pem",
        "timeout": "9",
    }

    assert variables(pip) == {
        "UV_DEFAULT_INDEX": "https://user:secret@mirror/simple",
        "UV_INDEX": "https://a/simple file:///b/simple",
        "UV_FIND_LINKS": f"{tmp_path},https://wheels/",
        "UV_INSECURE_HOST": "mirror",
        "SSL_CERT_FILE": "/proxy.pem",
    }


def test_a_folder_of_packages_that_does_not_exist_is_left_out(tmp_path: Path) -> None:
    """Pip ignores it; uv would fail."""
    assert variables({"find-links": str(tmp_path / "none")}) == {}


def test_the_reason_of_a_failure_is_its_innermost_cause_in_one_line() -> None:
    """Uv prints a chain of causes and a hint."""
    printed = "error: Failed to fetch\n  cause: client error\n  cause: invalid certificate\n\nhint: try\n"

    assert reason(printed) == "invalid certificate"
    assert reason("error: no such file\nhint: look") == "error: no such file"
    assert reason("") == "without a word"
