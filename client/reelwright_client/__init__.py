"""Reelwright over HTTPS: the Python client and the command line.

from reelwright_client import Client

with Client() as reelwright:
    job = reelwright.create("Bees see colours that we cannot.", platform="tiktok")
    done = reelwright.wait(job.job_id)
    reelwright.download(done, "film")
"""

from reelwright_client.asynchronous.client import AsyncClient
from reelwright_client.blocking.client import Client
from reelwright_client.configuration import Configuration, find_configuration
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
from reelwright_client.models.creating import Accepted, Limit, Tried, Upload
from reelwright_client.models.dead_letters import DeadLetter, LetterError, RevivedPage
from reelwright_client.models.figures import (
    Counts,
    Health,
    PoolStanding,
    Price,
    PriceChange,
    Provider,
    Queues,
    QueueStanding,
    Today,
)
from reelwright_client.models.jobs import (
    Cancellation,
    EtaInterval,
    Fallback,
    HistoryEntry,
    Job,
    JobError,
    JobPage,
    JobResult,
    JobStep,
    RequestWarning,
    ResultFile,
    Retried,
)
from reelwright_client.models.webhooks import Delivery, WebhookSecret, WebhookTest
from reelwright_client.retrying import RetryPolicy, Terms

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
    "LetterError",
    "Limit",
    "LimitLeft",
    "NotFoundError",
    "PoolStanding",
    "Price",
    "PriceChange",
    "Problem",
    "Provider",
    "QueueStanding",
    "Queues",
    "RateLimitedError",
    "ReelwrightClientError",
    "RequestWarning",
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
