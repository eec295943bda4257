"""The descriptions of the stack's outputs, which CloudFormation shows beside their values."""

from typing import Final

from reelwright.pipeline.queues import QUEUES


def queue_output(name: str) -> str:
    """Name the output with a work queue's URL: `videos-high` -> `QueueVideosHighUrl`."""
    return f"Queue{_camel_case(name)}Url"


def dead_letters_output(name: str) -> str:
    """Name the output with the URL of a work queue's dead-letter queue."""
    return f"DeadLetters{_camel_case(name)}Url"


def _camel_case(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


CONSOLE_PAGES: Final = {
    "ConsoleStack": "Everything in the stack, and its events",
    "ConsoleDashboard": "Dashboard",
    "ConsoleAlarms": "Alarms",
    "ConsoleLogs": "Queries of logs (`reelwright logs JOB` is one)",
    "ConsoleTraces": "Traces; one a job",
    "ConsoleFunctions": "Lambda functions",
    "ConsoleStateMachine": "Executions; one an attempt of a job",
    "ConsoleTable": "DynamoDB table",
    "ConsoleBucket": "Films and other files",
    "ConsoleQueues": "Queues",
    "ConsoleTasks": "Fargate tasks that compose long films",
    "ConsoleApi": "HTTP API",
    "ConsoleTopic": "Subscriptions to alarms",
    "ConsolePeople": "People of the user pool",
}
"""Output -> what its page of the AWS console shows (`infra.console` has the addresses)."""

DESCRIPTIONS: Final = {
    **{name: f"Console: {text}" for name, text in CONSOLE_PAGES.items()},
    "ApiUrl": "Base URL of the HTTP API",
    "TokenIssuer": "Issuer (iss) of the access tokens that the API accepts",
    "UserPoolId": "Cognito user pool of the people and machines that call the API",
    "SignInUrl": "Sign-in page of the user pool (OAuth code with PKCE)",
    "UserPoolClientId": "Client id for people who sign in",
    "ConsoleClientId": "Client id of the console's page",
    "MachineClientId": "Client id for machines (client-credentials grant)",
    "OperatorClientId": "Client id for the operators' machines (client-credentials grant)",
    "TableName": "DynamoDB table of jobs, counters, dead letters and circuit breakers",
    "BucketName": "S3 bucket of artefacts, outputs and uploads",
    "StateMachineArn": "State machine; one execution is one attempt of a job",
    "ClusterArn": "ECS cluster of the Fargate task that composes long films",
    "AlarmTopicArn": "SNS topic of all alarms; subscribe to be notified",
    "WebhooksQueueUrl": "Queue of webhooks to deliver",
    "WebhooksDeadLettersUrl": "Queue of webhooks that could not be delivered",
    **{queue_output(name): f"Work queue {name}" for name in QUEUES},
    **{dead_letters_output(name): f"Dead-letter queue of the work queue {name}" for name in QUEUES},
}
