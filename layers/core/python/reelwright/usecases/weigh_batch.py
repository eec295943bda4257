"""Weigh a batch: read its manifest as a stream, judge and price every line, and store the good ones in parts."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from reelwright.batches.judging import Judge
from reelwright.batches.limits import PART_LINES
from reelwright.batches.lines import BatchLine, LineError, batch_prefix, part_key
from reelwright.batches.raw import RawLine
from reelwright.batches.refusing import Findings
from reelwright.batches.request import SOURCES, BatchOptions, CreateBatch
from reelwright.batches.weighed import BatchEstimate, WeighedBatch
from reelwright.figures.outlook import HIGH, LOW
from reelwright.figures.ratios import MEDIAN
from reelwright.figures.traffic import Traffic
from reelwright.jobs.caller import Caller
from reelwright.jobs.cautions import Caution
from reelwright.jobs.quota import day_of
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.tasks import ITEM_TASK
from reelwright.ports import World
from reelwright.refusals import InvalidField, InvalidRequest
from reelwright.usecases.open_manifest import OpenedManifest, open_manifest
from reelwright.usecases.require_receiver import require_receiver
from reelwright.usecases.weigh_request import WeighedItem, plain_usd, weigh_items
from reelwright.wrong_fields import field_errors

_MOST_CAUTIONS: Final = 20
_JUDGED_AT_ONCE: Final = 50
"""Lines of up to 64 KiB each: few enough for flat memory."""
_JSONL: Final = "application/x-ndjson"


class _Sums:
    """What all accepted lines cost and take together."""

    def __init__(self) -> None:
        self.cost_usd = 0.0
        self.film_seconds = 0.0
        self.run_seconds = 0

    def add(self, line: BatchLine) -> None:
        if line.estimate is not None:
            self.cost_usd += line.estimate.cost_usd
            self.film_seconds += line.estimate.film_seconds
            self.run_seconds += line.estimate.run_seconds

    def estimate(self, traffic: Traffic) -> BatchEstimate:
        """Add the interval: that of one film's ratio, for an estimate that is off is off for all films alike."""
        ratios = traffic.ratios_of(ITEM_TASK)
        low, likely, high = (ratios.quantile(share) or 1.0 for share in (LOW, MEDIAN, HIGH))
        return BatchEstimate(
            cost_usd=round(self.cost_usd, 6),
            low_cost_usd=round(self.cost_usd * min(1.0, low / likely), 6),
            high_cost_usd=round(self.cost_usd * max(1.0, high / likely), 6),
            film_seconds=round(self.film_seconds, 1),
            run_seconds=self.run_seconds,
        )


class _Parts:
    """Stores judged lines in parts; in a dry run nothing is written."""

    def __init__(self, batch_id: str, *, world: World, is_dry: bool) -> None:
        self._batch_id = batch_id
        self._world = world
        self._is_dry = is_dry
        self._rows: list[bytes] = []
        self.count = 0

    def add(self, line: BatchLine) -> None:
        if self._is_dry:
            return
        self._rows.append(line.model_dump_json(exclude_unset=True).encode())
        if len(self._rows) == PART_LINES:
            self.close()

    def close(self) -> None:
        """Write the lines that are left."""
        if self._rows:
            body = b"\n".join(self._rows) + b"\n"
            self._world.artefacts.put_once(part_key(self._batch_id, self.count), body, content_type=_JSONL)
            self.count += 1
            self._rows = []

    def remove(self) -> None:
        """Remove what was written of a batch that is not created."""
        if self.count:
            self._world.artefacts.remove_prefix(batch_prefix(self._batch_id))


class Weighing(WeighedBatch):
    """A weighed batch, with the first cautions about its films."""

    cautions: tuple[Caution, ...] = ()


def weigh_batch(
    request: CreateBatch, *, batch_id: str, caller: Caller, key: str | None, world: World, is_dry: bool = False
) -> Weighing:
    """Judge all lines and store them in parts; a refusal or a dry run leaves nothing in the bucket.

    Raises BatchInvalid with all errors if a line is wrong (`on_invalid: skip`: if all are) or the manifest is, InvalidRequest
    for wrong options, and what `open_manifest` raises.
    """
    with open_manifest(request, user_id=caller.user_id, world=world) as manifest:
        batch = _with_options(request, manifest)
        if batch.callback_url is not None:
            require_receiver(batch.callback_url, settings=world.settings, field="callback_url")
        weigher = _Weigher(batch, manifest, batch_id=batch_id, caller=caller, world=world, is_dry=is_dry)
        return weigher.weigh(key=key)


def _with_options(request: CreateBatch, manifest: OpenedManifest) -> CreateBatch:
    """Take the options of a JSON document; those of the request win."""
    if not manifest.options:
        return request
    own = request.model_dump(exclude_unset=True)
    try:
        return CreateBatch.model_validate({**manifest.options, **own})
    except ValidationError as error:
        raise InvalidRequest(field_errors(error)) from None


class _Weigher:
    """Weighs one batch."""

    def __init__(
        self, batch: CreateBatch, manifest: OpenedManifest, *, batch_id: str, caller: Caller, world: World, is_dry: bool
    ) -> None:
        self._batch = batch
        self._manifest = manifest
        self._batch_id = batch_id
        self._caller = caller
        self._world = world
        self._is_dry = is_dry
        self._traffic = world.recent_tallies.known()
        self._judge = Judge(batch, check=self._check, is_csv=manifest.facts.format == "csv")
        self._findings = Findings()
        self._sums = _Sums()
        self._parts = _Parts(batch_id, world=world, is_dry=is_dry)
        self._cautions: list[Caution] = []
        self._columns: dict[str, None] = dict.fromkeys(manifest.facts.columns)

    def weigh(self, *, key: str | None) -> Weighing:
        try:
            self._read()
            self._judge_whole()
        except BaseException:
            self._parts.remove()
            raise
        facts = self._manifest.facts.model_copy(update={"columns": tuple(self._columns)})
        fingerprint = _fingerprint(self._batch, facts.sha256)
        return Weighing(
            batch_id=self._batch_id,
            user_id=self._caller.user_id,
            tier=self._caller.tier,
            options=BatchOptions.model_validate(self._batch.model_dump(include=set(BatchOptions.model_fields))),
            lines=self._findings.lines,
            refused=self._findings.wrong_lines,
            parts=self._parts.count,
            estimate=self._sums.estimate(self._traffic),
            manifest=facts,
            key=key or fingerprint,
            fingerprint=fingerprint,
            cautions=tuple(self._cautions),
        )

    def _check(self, requests: Sequence[CreateJob]) -> list[WeighedItem | InvalidField]:
        return weigh_items(requests, user_id=self._caller.user_id, traffic=self._traffic, world=self._world)

    def _read(self) -> None:
        for error in self._judge.of_template():
            self._findings.add_manifest_error(error)
        most = self._world.settings.batch_lines
        pending: list[RawLine] = []
        for raw in self._manifest.lines():
            if isinstance(raw, RawLine) and raw.line <= most:
                pending.append(raw)
                if len(pending) < _JUDGED_AT_ONCE:
                    continue
            self._judge_lines(pending)
            if isinstance(raw, LineError):
                self._findings.add_manifest_error(raw)
            elif raw.line > most:
                self._findings.add_manifest_error(_too_many(most, raw.file_line))
                break
        self._judge_lines(pending)
        self._parts.close()

    def _judge_lines(self, pending: list[RawLine]) -> None:
        """Judge the lines that were read, and empty the list."""
        for line in self._judge.judge(pending):
            self._add(line)
        pending.clear()

    def _add(self, line: BatchLine) -> None:
        self._findings.add_line(line)
        self._sums.add(line)
        self._parts.add(line)
        self._columns.update(dict.fromkeys(line.columns))
        if len(self._cautions) < _MOST_CAUTIONS:
            self._cautions += [
                one.model_copy(update={"field": f"lines.{line.line}.{one.field}"}) for one in line.cautions
            ]

    def _judge_whole(self) -> None:
        """Raise BatchInvalid if the batch cannot be created."""
        found = self._findings
        if not found.lines and not found.of_manifest:
            found.add_manifest_error(_EMPTY)
        most = self._batch.max_cost_usd
        if most is not None and self._sums.cost_usd > most:
            found.add_manifest_error(_over_budget(self._sums.cost_usd, most))
        accepted = found.lines - found.wrong_lines
        if self._is_dry:
            self._judge_day(accepted, now=self._world.clock())
        refuses = found.wrong_lines and (self._batch.on_invalid == "refuse" or not accepted)
        if found.of_manifest or refuses:
            raise found.refusal()

    def _judge_day(self, accepted: int, *, now: datetime) -> None:
        """Judge the day's limit; where the batch is created, its commit does, in the transaction that counts the lines."""
        limit = self._world.settings.allowance(self._caller.tier).daily_jobs
        if limit is None:
            return
        fits = max(0, limit - self._world.quotas.spent(self._caller.user_id, "daily", day_of(now)))
        if accepted > fits:
            self._findings.add_manifest_error(over_daily_limit(accepted, fits))


_EMPTY: Final = LineError(
    line=None, code="empty_manifest", message="the manifest has no items", hint="send at least one"
)


def _too_many(most: int, file_line: int) -> LineError:
    return LineError(
        line=None,
        file_line=file_line,
        code="too_many_lines",
        message=f"the manifest has more than {most:,} lines; those behind them were not read",
        hint="split it into several batches",
    )


def _over_budget(cost_usd: float, most: float) -> LineError:
    return LineError(
        line=None,
        pointer="/max_cost_usd",
        code="over_budget",
        message=f"the films are estimated at {plain_usd(cost_usd)} USD together, above your {plain_usd(most)} USD",
        hint="raise max_cost_usd, or send fewer lines",
    )


def over_daily_limit(lines: int, fits: int) -> LineError:
    """Say that the day's limit does not take all lines, and how many it takes."""
    return LineError(
        line=None,
        code="over_daily_limit",
        message=f"{lines:,} lines are over your limit of jobs a day: {fits:,} more fit today",
        hint=f"send {fits:,} lines today and the others after 00:00 UTC" if fits else "try again after 00:00 UTC",
    )


def _fingerprint(batch: CreateBatch, manifest_sha256: str) -> str:
    """Hash what makes a batch the same: its options, its template and its manifest, wherever that was sent from."""
    body = batch.model_dump_json(exclude_defaults=True, exclude=set(SOURCES))
    return hashlib.sha256(f"{manifest_sha256}{body}".encode()).hexdigest()
