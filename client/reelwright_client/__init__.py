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
    NotFoundError,
    Problem,
    RateLimitedError,
    ReelwrightClientError,
    ServerError,
    UnexpectedAnswerError,
    WaitTimeoutError,
)
from reelwright_client.fields import JobFields
from reelwright_client.models import (
    Accepted,
    Cancellation,
    Counts,
    DeadLetter,
    Fallback,
    Health,
    HistoryEntry,
    Job,
    JobError,
    JobResult,
    JobStep,
    ResultFile,
    Retried,
    RevivedPage,
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
    "DownloadError",
    "Fallback",
    "FieldError",
    "Health",
    "HistoryEntry",
    "InvalidRequestError",
    "Job",
    "JobError",
    "JobFields",
    "JobResult",
    "JobStep",
    "NotFoundError",
    "Problem",
    "RateLimitedError",
    "ReelwrightClientError",
    "ResultFile",
    "Retried",
    "RetryPolicy",
    "RevivedPage",
    "ServerError",
    "Terms",
    "UnexpectedAnswerError",
    "WaitTimeoutError",
    "find_configuration",
]
