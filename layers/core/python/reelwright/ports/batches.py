"""The table of batches, with their items and their groups of errors, and the profiles of users."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from reelwright.batches.lines import BatchLine
from reelwright.batches.model import Batch, BatchItem, ErrorGroup
from reelwright.batches.moves import BatchMove
from reelwright.batches.plan import LinesPlan
from reelwright.batches.weighed import Committed
from reelwright.jobs.brand import Brand
from reelwright.jobs.caller import Caller
from reelwright.jobs.priority import Tier
from reelwright.jobs.quota import Charge
from reelwright.ports.jobs import IdempotencyKey, MoveOutcome
from reelwright.values import Value


class BatchPage(Value):
    """A page of batches, newest first; `cursor` is the place of the last batch, None on the last page."""

    batches: tuple[Batch, ...]
    cursor: str | None = None


class Batches(Protocol):
    """The table of batches: every write is one transaction, conditional on the batch's version, and safe to repeat."""

    def add(self, batch: Batch, *, key: IdempotencyKey, charge: Charge | None, open_limit: int) -> Committed:
        """Store a batch and its key, count its lines on the day (`charge`) and the batch among its owner's open ones.

        All or nothing. A batch that exists with this id is this one: a response was lost. The key shares its space with the
        keys of jobs. Over both limits the outcome is OVER_DAILY_LIMIT.
        """

    def commit(self, move: BatchMove) -> MoveOutcome:
        """Write a move and everything that it carries in one transaction.

        LOST if the batch has another version than `move.before`, if a new job's id exists, or if the job that is brought back
        has moved on. OVER_LIMIT if the owner has `move.open_limit` open batches.
        """

    def get(self, batch_id: str) -> Batch | None:
        """Return the batch, strongly consistent; None if it does not exist or its `expires_at` is past."""

    def item(self, batch_id: str, line: int) -> BatchItem | None:
        """Return the row of a line, strongly consistent; None if it was not released yet."""

    def items(self, batch_id: str, *, first: int, last: int) -> tuple[BatchItem, ...]:
        """Return the rows of released lines from `first` to `last` (included), ascending, strongly consistent."""

    def groups(self, batch_id: str) -> tuple[ErrorGroup, ...]:
        """Return the groups of errors, the largest first, strongly consistent."""

    def list_of_user(self, user_id: str, *, limit: int, cursor: str | None) -> BatchPage:
        """Return the user's batches after `cursor`, newest first. The store trusts the cursor: callers sign it."""

    def due(self, *, before: datetime, limit: int) -> tuple[Batch, ...]:
        """Return batches whose `due_at` is past, most overdue first, eventually consistent."""

    def open_batches(self, *, limit: int) -> tuple[Batch, ...]:
        """Return batches with a `due_at` in any order, eventually consistent: for the recount."""

    def expired(self, *, before: datetime, limit: int) -> tuple[Batch, ...]:
        """Return ended batches whose `expires_at` is past."""

    def remove_items(self, batch: Batch, items: Sequence[BatchItem]) -> None:
        """Remove rows of items of a batch that has expired."""

    def remove(self, batch: Batch) -> None:
        """Remove an ended batch with its items and groups; a no-op if it does not exist or was resumed."""


class BatchLines(Protocol):
    """The stored lines and plans of batches, with a cache: they never change."""

    def line(self, batch_id: str, line: int) -> BatchLine:
        """Return a line; raises MissingArtefactError if its part does not exist."""

    def part(self, batch_id: str, part: int) -> tuple[BatchLine, ...]:
        """Return all lines of a part, counted from 0."""

    def plan(self, batch: Batch) -> LinesPlan:
        """Return the plan of the batch's present generation."""


class Profile(Value):
    """A user as last seen with a token: a manifest in the bucket carries none."""

    user_id: str
    tier: Tier
    seen_at: datetime


class Profiles(Protocol):
    """What is known of users between their requests."""

    def see(self, caller: Caller) -> None:
        """Note the caller's tier. Cheap: a process writes it at most once an hour, unless it changes."""

    def get(self, user_id: str) -> Profile | None:
        """Return the user's profile, strongly consistent; None for a user who was never seen."""

    def brand(self, user_id: str) -> Brand | None:
        """Return the user's saved brand, strongly consistent; None if none is saved."""

    def keep_brand(self, user_id: str, brand: Brand) -> None:
        """Save the user's brand in the place of an earlier one."""
