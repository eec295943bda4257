"""Policies of the local stack may demand an encryption context, as on AWS."""

import json

import pytest

from infra.local.encryption_conditions import encryption_conditions, with_encryption_conditions


def test_a_request_names_the_keys_and_values_of_its_context() -> None:
    """Both are condition keys of KMS (Service Authorization Reference)."""
    body = json.dumps({"KeyId": "k", "EncryptionContext": {"provider": "openai", "owner": "ada"}}).encode()
    assert encryption_conditions(body) == {
        "kms:EncryptionContextKeys": ["owner", "provider"],
        "kms:EncryptionContext:owner": "ada",
        "kms:EncryptionContext:provider": "openai",
    }


@pytest.mark.parametrize("body", [b"", b"[]", b"no json", b'{"KeyId": "k"}', b'{"EncryptionContext": {}}'])
def test_a_request_without_a_context_names_none(body: bytes) -> None:
    """So a right that demands one denies it."""
    assert encryption_conditions(body) == {}


def test_other_services_and_what_the_emulator_knows_stay_as_they_are() -> None:
    """The keys of this module are added to the others."""
    read = with_encryption_conditions(lambda *_: {"aws:requesttag/x": "y"})
    body = b'{"EncryptionContext": {"owner": "ada"}}'
    assert read("s3", "s3:PutObject", body, {}) == {"aws:requesttag/x": "y"}
    assert set(read("kms", "kms:Encrypt", body, {})) == {
        "aws:requesttag/x",
        "kms:EncryptionContextKeys",
        "kms:EncryptionContext:owner",
    }
