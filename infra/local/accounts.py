"""Users of the local stack, and their tokens, made by calls of Cognito's API, so that tokens look as they do on AWS."""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from infra.local.aws import client
from infra.local.deployment import Outputs
from infra.local.place import Place
from infra.local.sign_in import SignIn
from infra.people import ensure_person, machine_token

DEVELOPER: Final = "developer@reelwright.localhost"
OPERATOR: Final = "operator@reelwright.localhost"


@dataclass(frozen=True)
class Account:
    """A person who can sign in. `groups` are names of `infra.environments.GROUPS`."""

    email: str
    groups: tuple[str, ...] = ()


ACCOUNTS: Final = (Account(DEVELOPER, ("premium",)), Account(OPERATOR, ("premium", "operators")))


@dataclass(frozen=True)
class Accounts:
    """Creates people in the user pool and signs them in."""

    cognito: Any
    pool_id: str
    sign_in: SignIn

    @classmethod
    def of(cls, place: Place, outputs: Outputs) -> "Accounts":
        """Connect to the user pool of a deployed stack."""
        sign_in = SignIn(place.endpoint, outputs["UserPoolClientId"])
        return cls(client(place, "cognito-idp"), outputs["UserPoolId"], sign_in)

    def token(self, account: Account) -> str:
        """Create an access token, valid for one hour. The first call for an account creates it in the pool.

        Each call sets a new random password and does not store it. Tokens of earlier calls stay valid.
        """
        self._ensure(account)
        password = f"{secrets.token_urlsafe(24)}aA1!"  # the pool's policy requires four kinds of characters
        self.cognito.admin_set_user_password(
            UserPoolId=self.pool_id, Username=account.email, Password=password, Permanent=True
        )
        return self.sign_in.tokens(account.email, password)["access_token"]

    def subject(self, account: Account) -> str:
        """Read the person's `sub`, which is the API's user id. Creates the person if missing."""
        self._ensure(account)
        user = self.cognito.admin_get_user(UserPoolId=self.pool_id, Username=account.email)
        return next(str(pair["Value"]) for pair in user["UserAttributes"] if pair["Name"] == "sub")

    def _ensure(self, account: Account) -> None:
        ensure_person(self.cognito, self.pool_id, account.email, account.groups, invite=False)


def machine_token_of(place: Place, outputs: Outputs, *, scopes: tuple[str, ...]) -> str:
    """Request the access token of a machine client of the local stack (`infra.people.machine_token`)."""
    return machine_token(client(place, "cognito-idp"), outputs, place.endpoint, scopes=scopes)
