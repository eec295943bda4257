"""An error in `providers.toml` names line and field, and never shows a value: one may be a key."""

from pathlib import Path

import pytest

from reelwright.providers.reading import read_setup, read_with_keys

KEY = "sk-not-for-anybody-0123"
GOOD = '# mine\n[[text]]\nprovider = "gemini"\nmodel = "gemini-3.8-flash"\n'


def written(folder: Path, text: str) -> Path:
    """Write the file."""
    file = folder / "providers.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f'{GOOD}[[text]]\nprovider = "nobody"\nmodel = "m"\n', 6, "text.1.provider"),
        (f'{GOOD}modle = "m"\n', 5, "text.0.modle"),
        (f'{GOOD}[[text]]\nprovider = "openai"\n', 5, "text.1.model"),
        (f'{GOOD}[[text]]\nprovider = "openai"\nmodel = "m"\nbase = "http://me:{KEY}@h/v1"\n', 8, "text.1.base: base"),
        (f'{GOOD}[google]\nproject = "my-project"\npool_provider = "{KEY}"\n', 7, "google.pool_provider"),
        (f'secrte = "{KEY}"\n{GOOD}', 1, "secrte"),
        (
            f'{GOOD}[[picture]]\nprovider = "comfy"\nbase = "http://127.0.0.1:1"\nworkflow = "w.json"\n',
            8,
            "no file w.json",
        ),
        (f'{GOOD}secret = "{KEY}\n', 5, "not TOML"),
        (f'{GOOD}secret = "{KEY}"\n', 5, "text.0.secret"),
    ],
)
def test_a_mistake_is_found_by_line_and_field(tmp_path: Path, text: str, line: int, said: str) -> None:
    """Unknown names, missing fields, values, files and TOML itself."""
    with pytest.raises(ValueError, match="line") as raised:
        read_setup(written(tmp_path, text))
    assert f"line {line}" in str(raised.value)
    assert said in str(raised.value)
    assert KEY not in f"{raised.value!r} {raised.value.__cause__!r}"


def test_a_key_in_the_file_is_for_the_local_stack_alone(tmp_path: Path) -> None:
    """A deployment to AWS refuses it; the local stack gets setup and key apart."""
    file = written(tmp_path, f'{GOOD}key = "{KEY}"\n')
    with pytest.raises(ValueError, match=r"line 5, text\.0\.key: keys are for the local stack alone") as raised:
        read_setup(file)
    assert KEY not in str(raised.value)
    setup, keys = read_with_keys(file)
    assert keys == {("text", 0): KEY}
    assert KEY not in setup.model_dump_json()
