"""The shipped manifest is complete: every file pinned, hashed, licensed, and stored once."""

import re

from reelwright_media.assets.kokoro.forms import FORMS
from reelwright_media.assets.manifest import load


def test_every_asset_is_pinned_by_version_and_hash() -> None:
    """No asset can change behind our back: exact versions, full SHA-256 everywhere."""
    manifest = load()

    hashes = [file.sha256 for package in manifest.npm for file in package.files]
    hashes += [
        value for package in manifest.npm for pack in package.icons for value in (pack.sha256, pack.content_sha256)
    ]
    hashes += [joined.sha256 for joined in manifest.joined]
    hashes += [form.sha256 for joined in manifest.joined for form in joined.prepared]
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in hashes)
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", package.version) for package in manifest.npm)


def test_no_two_assets_share_a_name() -> None:
    """Two files under one name would replace each other on every run."""
    manifest = load()

    names = [file.to for package in manifest.npm for file in package.files]
    names += [pack.to for package in manifest.npm for pack in package.icons]
    names += [form.to for joined in manifest.joined for form in joined.prepared]
    assert len(names) == len(set(names))


def test_only_licences_that_films_may_use() -> None:
    """Every asset may be used in a film that is sold, without credit in the film itself."""
    manifest = load()

    licences = {package.licence for package in manifest.npm} | {joined.licence for joined in manifest.joined}
    assert licences <= {"MIT", "ISC", "Apache-2.0", "OFL-1.1"}


def test_every_form_of_a_model_can_be_prepared() -> None:
    """A form that the manifest names is one that the rewriting knows."""
    assert {form.form for joined in load().joined for form in joined.prepared} <= FORMS.keys()
