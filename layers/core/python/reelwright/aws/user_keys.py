"""Users' own keys of providers on the one table, encrypted by KMS for their owner and provider alone."""

import base64
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from reelwright.aws import keys
from reelwright.aws.table import Table
from reelwright.aws.writes import Condition, Write
from reelwright.pipeline.table import SORT_KEY, stamp
from reelwright.providers.user_keys import UserKey


class DynamoUserKeys:
    """`ports.UserKeys`. The encryption context names owner and provider: a copied row cannot be decrypted by another user.

    `kms` returns the client, which only saving and calling need. `on_error` gets what kept a key from being decrypted.
    """

    def __init__(
        self, table: Table, kms: Callable[[], Any], *, key_arn: str, on_error: Callable[[Exception], None]
    ) -> None:
        self._table, self._kms, self._key_arn, self._on_error = table, kms, key_arn, on_error

    def save(self, user_id: str, key: str, *, shown: UserKey) -> None:
        """Encrypt and write the row whole."""
        encrypted = self._kms().encrypt(
            KeyId=self._key_arn, Plaintext=key.encode(), EncryptionContext=_context(user_id, shown.provider)
        )
        item = {
            "encrypted": base64.b64encode(encrypted["CiphertextBlob"]).decode(),
            "saved_at": stamp(shown.saved_at),
            "ending": shown.ending,
        }
        self._table.write(Write(action="Put", key=keys.user_key_key(user_id, shown.provider), item=item))

    def listed(self, user_id: str) -> tuple[UserKey, ...]:
        """Read the rows without what is encrypted."""
        return tuple(
            UserKey(provider=item[SORT_KEY], saved_at=datetime.fromisoformat(item["saved_at"]), ending=item["ending"])
            for page in self._table.pages(keys.user_key_partition(user_id), only=(SORT_KEY, "saved_at", "ending"))
            for item in page
        )

    def remove(self, user_id: str, provider: str) -> bool:
        """Delete the row."""
        there = Condition(expression="attribute_exists(#saved_at)")
        return self._table.write(Write(action="Delete", key=keys.user_key_key(user_id, provider), condition=there))

    def keys(self, user_id: str, providers: Collection[str]) -> dict[str, str]:
        """Read the rows, and decrypt those of the providers: each decryption is a call."""
        found = {}
        for page in self._table.pages(keys.user_key_partition(user_id)):
            for item in page:
                if item[SORT_KEY] not in providers:
                    continue
                try:
                    found[item[SORT_KEY]] = self._decrypted(user_id, item)
                except (BotoCoreError, ClientError) as error:
                    self._on_error(error)
        return found

    def _decrypted(self, user_id: str, item: dict[str, Any]) -> str:
        answer = self._kms().decrypt(
            KeyId=self._key_arn,
            CiphertextBlob=base64.b64decode(item["encrypted"]),
            EncryptionContext=_context(user_id, item[SORT_KEY]),
        )
        return str(answer["Plaintext"].decode())


def _context(user_id: str, provider: str) -> dict[str, str]:
    return {"owner": user_id, "provider": provider}
