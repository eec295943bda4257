"""Books the paid calls of a step, each once, over crashes and retries: the record lies beside the user's artefacts.

Before a call its intent is written, after it the answer with the bill. So a repeated step finds the answer and pays nothing;
if it finds the intent alone, the answer was lost by a crash, and the bill of the lost call is booked by its estimate.
"""

from collections.abc import Callable
from typing import Any

from reelwright.errors import BudgetExceededError, ProviderTimeoutError, ReelwrightError
from reelwright.providers.model import Answered, Bill
from reelwright.values import Value
from reelwright_media.steps.checkpoint import artefact_prefix, fingerprint_of
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.turns import in_turn


class CallRecord(Value):
    """A paid call with its answer, and the job that paid it: other jobs of the user find the answer for nothing."""

    job_id: str
    step: str = ""
    """The row of the step that paid: another step of the job with the same order finds the answer for nothing, too."""
    answer: dict[str, Any]
    lost_usd: float = 0.0
    """Estimated bills of calls whose answers were lost."""

    @property
    def bill(self) -> Bill:
        """Return the bill of the answer."""
        return Bill.model_validate(self.answer["bill"])


class CallIntent(Value):
    """A call that is about to be made, by which job and step, and its estimate. `ended`: it failed, and nothing was paid."""

    job_id: str
    step: str = ""
    """Another step with the same order may be calling right now: its call is not lost."""
    estimate: Bill
    ended: bool = False


class StepLedger:
    """A `Ledger` on the bucket; the bills go to the step's context, whose outcome has their sum.

    `of`: capability and provider whose limit of calls the calls keep to; None: none has one.
    """

    def __init__(self, context: StepContext, *, of: tuple[str, str] | None = None) -> None:
        self._context, self._of = context, of

    def once(
        self, provider: str, order: Value, *, estimate: Bill, call: Callable[[], Answered], shape: type[Answered]
    ) -> Answered:
        """Return the recorded answer, or call, record and book. A timed-out call may have been paid: it counts as lost."""
        key, intent_key = self._keys(provider, order)
        files, (job_id, step) = self._context.artefacts, self._payer
        if files.exists(key):
            record = CallRecord.model_validate_json(files.get(key))
            if (record.job_id, record.step) == (job_id, step):
                self._book(record)
            return shape.model_validate(record.answer)
        lost = self._lost(intent_key)
        self._keep_to_budget(provider, lost + estimate.usd)
        intent = CallIntent(job_id=job_id, step=step, estimate=Bill(usd=lost + estimate.usd, exact=False))
        files.put(intent_key, intent.model_dump_json().encode(), content_type="application/json")
        try:
            answer = call() if self._of is None else in_turn(self._context, *self._of, call)
        except ReelwrightError as error:
            if not isinstance(error, ProviderTimeoutError):
                ended = intent.model_copy(update={"estimate": Bill(usd=lost, exact=False), "ended": lost == 0})
                files.put(intent_key, ended.model_dump_json().encode(), content_type="application/json")
            raise
        record = CallRecord(job_id=job_id, step=step, answer=answer.model_dump(mode="json"), lost_usd=lost)
        files.put_once(key, record.model_dump_json().encode(), content_type="application/json")
        self._book(record)
        return answer

    @property
    def _payer(self) -> tuple[str, str]:
        """Job and row of the step that pays."""
        return self._context.job.job_id, self._context.own_row

    def _book(self, record: CallRecord) -> None:
        bill = record.bill
        self._context.bills.append(Bill(usd=bill.usd + record.lost_usd, exact=bill.exact and not record.lost_usd))

    def _keys(self, provider: str, order: Value) -> tuple[str, str]:
        fingerprint = fingerprint_of(provider, order.model_dump(mode="json"))
        prefix = f"{artefact_prefix(self._context.job.user_id)}calls/{fingerprint}"
        return f"{prefix}.json", f"{prefix}.intent.json"

    def _lost(self, intent_key: str) -> float:
        files = self._context.artefacts
        if not files.exists(intent_key):
            return 0.0
        intent = CallIntent.model_validate_json(files.get(intent_key))
        return intent.estimate.usd if (intent.job_id, intent.step) == self._payer and not intent.ended else 0.0

    def _keep_to_budget(self, provider: str, usd: float) -> None:
        job = self._context.job
        most, spent = job.request.max_cost_usd, job.cost_usd + self._context.spent_usd
        if most is not None and usd > 0 and spent + usd > most:
            raise BudgetExceededError(
                f"a call of {provider} may cost {usd:.4f} USD; the job has cost {spent:.4f}, and may cost {most:.4f}"
                " (max_cost_usd)"
            )
