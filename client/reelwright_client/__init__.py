"""Reelwright over HTTPS: the Python client and the command line.

from reelwright_client import Client

with Client() as reelwright:
    job = reelwright.create("Bees see colours that we cannot.", platform="tiktok")
    done = reelwright.wait(job.job_id)
    reelwright.download(done, "film")
"""

from reelwright_client.async_client import AsyncClient
from reelwright_client.client import Client
from reelwright_client.configuration import Configuration, find_configuration
from reelwright_client.effects import Terms
from reelwright_client.errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    ConnectionFailedError,
    DownloadError,
    FieldError,
    InvalidRequestError,
    LimitLeft,
    NotFoundError,
    Problem,
    RateLimitedError,
    ReelwrightClientError,
    ServerError,
    UnexpectedAnswerError,
    UploadError,
    WaitTimeoutError,
    WebhookError,
)
from reelwright_client.fields import JobFields
from reelwright_client.models import (
    Accepted,
    Cancellation,
    Counts,
    DeadLetter,
    Delivery,
    EtaInterval,
    Fallback,
    Health,
    HistoryEntry,
    Job,
    JobError,
    JobPage,
    JobResult,
    JobStep,
    Limit,
    PoolStanding,
    Queues,
    QueueStanding,
    ResultFile,
    Retried,
    RevivedPage,
    Today,
    Tried,
    Upload,
    WebhookSecret,
    WebhookTest,
)
from reelwright_client.retrying import RetryPolicy

__all__ = [
    "Accepted",
    "ApiError",
    "AsyncClient",
    "AuthenticationError",
    "Cancellation",
    "Client",
    "Configuration",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "Counts",
    "DeadLetter",
    "Delivery",
    "DownloadError",
    "EtaInterval",
    "Fallback",
    "FieldError",
    "Health",
    "HistoryEntry",
    "InvalidRequestError",
    "Job",
    "JobError",
    "JobFields",
    "JobPage",
    "JobResult",
    "JobStep",
    "Limit",
    "LimitLeft",
    "NotFoundError",
    "PoolStanding",
    "Problem",
    "QueueStanding",
    "Queues",
    "RateLimitedError",
    "ReelwrightClientError",
    "ResultFile",
    "Retried",
    "RetryPolicy",
    "RevivedPage",
    "ServerError",
    "Terms",
    "Today",
    "Tried",
    "UnexpectedAnswerError",
    "Upload",
    "UploadError",
    "WaitTimeoutError",
    "WebhookError",
    "WebhookSecret",
    "WebhookTest",
    "find_configuration",
]
