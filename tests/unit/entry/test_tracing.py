"""Spans of a job are in the job's trace, whichever function writes them; spans of an invocation are in Lambda's."""

import json
import socket
from typing import Any, cast

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError

from reelwright.aws.executions import StateMachineExecutions
from reelwright.entry.tracing import Document, Tracing, sender, watch_calls
from reelwright.jobs.trace import trace_id_of

JOB = "01m8ftgar6thz0xvmk1zk2xp9k"
OWN = "1-6b0a26fb-c967c939d295da7e9b6098ff"
LAMBDA = "53995c3f42cd8ad8"


class Written(list[Document]):
    """The documents that were sent."""

    def tracing(self, service: str = "outbox", *, root: str = OWN, share: float = 1.0, sampled: int = 1) -> Tracing:
        """Return the tracing of a function that Lambda called within a trace."""
        header = f"Root={root};Parent={LAMBDA};Sampled={sampled}"
        return Tracing(service, self.append, {"_X_AMZN_TRACE_ID": header}, share=share, clock=lambda: 1_800_000_000.0)


def test_one_job_is_one_trace_over_all_functions() -> None:
    """API, outbox, lifecycle and webhooks run in invocations of their own; steps run in the trace of their execution."""
    written = Written()
    for service in ("api", "outbox", "lifecycle", "webhooks"):
        with written.tracing(service).job(JOB):
            pass
    with written.tracing("render", root=trace_id_of(JOB)).job(JOB, step="render_scene", scene=3):
        pass
    assert {document["trace_id"] for document in written} == {trace_id_of(JOB)}
    assert [document["name"] for document in written] == ["api", "outbox", "lifecycle", "webhooks", "job"]
    assert all(document["annotations"]["job_id"] == JOB for document in written)
    assert all(document["annotations"]["invocation"] == OWN for document in written[:4])
    assert (written[4]["type"], written[4]["parent_id"], written[4]["annotations"]["scene"]) == (
        "subsegment",
        LAMBDA,
        3,
    )


def test_the_start_of_an_attempt_is_the_dispatchers_span_in_the_trace_of_its_job() -> None:
    """The execution begins inside it, with the same trace; the run starts many jobs, each in its own."""
    written, headers = Written(), []

    class States:
        """Step Functions, which starts everything."""

        exceptions = cast("Any", type("Errors", (), {"ExecutionAlreadyExists": KeyError}))

        def start_execution(self, **named: Any) -> dict[str, str]:
            """Note the header; nothing is written yet."""
            headers.append((named["traceHeader"], len(written)))
            return {"executionArn": "arn"}

    tracing = written.tracing("dispatcher")
    executions = StateMachineExecutions("machine", cast("Any", States()), span=tracing.job)
    assert executions.start(f"{JOB}-a1", {}) == "arn"
    (span,) = written
    assert (span["name"], span["trace_id"]) == ("dispatcher", trace_id_of(JOB))
    assert headers == [(f"Root={trace_id_of(JOB)};Sampled=1", 0)]


def test_an_invocation_is_below_lambdas_segment() -> None:
    """And work for a job in the same trace is below the invocation."""
    written = Written()
    tracing = written.tracing("render", root=trace_id_of(JOB))
    with tracing.invocation(), tracing.job(JOB):
        pass
    job, handler = written
    assert (handler["parent_id"], job["parent_id"]) == (LAMBDA, handler["id"])


def test_an_error_marks_its_span_and_goes_on() -> None:
    """By the class of the error: its text may hold what users wrote."""
    written = Written()
    with pytest.raises(ValueError, match="secret"), written.tracing().job(JOB):
        raise ValueError("secret")
    assert (written[0]["fault"], written[0]["annotations"]["error"]) == (True, "ValueError")
    assert "secret" not in json.dumps(written)


def test_a_trace_that_is_not_kept_is_not_written() -> None:
    """A job's own decision counts, or in the trace of its execution the one that Step Functions passes on."""
    written = Written()
    with written.tracing(share=0.0).job(JOB):
        pass
    with written.tracing("render", root=trace_id_of(JOB), sampled=0).job(JOB):
        pass
    with written.tracing(sampled=0).invocation():
        pass
    assert written == []


def test_a_daemon_that_is_gone_fails_nothing() -> None:
    """A trace is worth no failed job."""

    def broken(_: Any) -> None:
        raise OSError("no daemon")

    with Tracing("outbox", broken, {}, clock=lambda: 0.0).job(JOB):
        pass


def test_the_daemon_gets_one_datagram_a_span() -> None:
    """In the form that X-Ray documents: a line of JSON, then the document."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon:
        daemon.bind(("127.0.0.1", 0))
        daemon.settimeout(5)
        send = sender({"AWS_XRAY_DAEMON_ADDRESS": f"127.0.0.1:{daemon.getsockname()[1]}"})
        send({"name": "outbox", "id": LAMBDA})
        first, _, rest = daemon.recv(65536).partition(b"\n")
    assert json.loads(first) == {"format": "json", "version": 1}
    assert json.loads(rest) == {"name": "outbox", "id": LAMBDA}
    sender({})({"name": "dropped"})


def test_calls_of_aws_are_spans_below_the_one_that_makes_them() -> None:
    """With service, operation and whether they failed; outside of a span nothing is written."""
    written = Written()
    tracing = written.tracing()
    session = boto3.session.Session(region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="a")
    watch_calls(session.events, tracing)
    # Any port without a server will do: the call fails at once, which is a call that has ended, too.
    broken = session.client("sqs", endpoint_url="http://127.0.0.1:9", config=Config(retries={"total_max_attempts": 1}))
    with tracing.job(JOB), pytest.raises(EndpointConnectionError):
        broken.get_queue_attributes(QueueUrl="http://127.0.0.1:9/q")
    call, job = written
    assert (call["name"], call["aws"]["operation"], call["namespace"]) == ("sqs", "GetQueueAttributes", "aws")
    assert (call["parent_id"], call["trace_id"], call["fault"]) == (job["id"], job["trace_id"], True)
