"""Addresses of the AWS console for everything in the stack that an operator looks at."""

from collections.abc import Mapping
from typing import Final

from infra.outputs import CONSOLE_PAGES

HOST: Final = "{region}.console.aws.amazon.com"
PAGES: Final[Mapping[str, str]] = {
    "ConsoleStack": "cloudformation/home?region={region}#/stacks/stackinfo?stackId={stack_id}",
    "ConsoleDashboard": "cloudwatch/home?region={region}#dashboards:name={stack}",
    "ConsoleAlarms": "cloudwatch/home?region={region}#alarmsV2:?search={stack}",
    "ConsoleLogs": "cloudwatch/home?region={region}#logsV2:logs-insights",
    "ConsoleTraces": "cloudwatch/home?region={region}#xray:traces/query",
    "ConsoleFunctions": "lambda/home?region={region}#/functions",
    "ConsoleStateMachine": "states/home?region={region}#/statemachines/view/{StateMachineArn}",
    "ConsoleTable": "dynamodbv2/home?region={region}#table?name={TableName}",
    "ConsoleBucket": "s3/buckets/{BucketName}?region={region}",
    "ConsoleQueues": "sqs/v3/home?region={region}#/queues",
    "ConsoleTasks": "ecs/v2/clusters/{stack}-render/tasks?region={region}",
    "ConsoleApi": "apigateway/main/api-detail?api={api_id}&region={region}",
    "ConsoleTopic": "sns/v3/home?region={region}#/topic/{AlarmTopicArn}",
    "ConsolePeople": "cognito/v2/idp/user-pools/{UserPoolId}/users?region={region}",
}


def console_links(*, region: str, stack: str, stack_id: str, api_id: str, outputs: Mapping[str, str]) -> dict[str, str]:
    """Build the address of each page of `outputs.CONSOLE_PAGES`; without a user pool, the page of people is left out."""
    known = {"region": region, "stack": stack, "stack_id": stack_id, "api_id": api_id, **outputs}
    return {
        name: f"https://{HOST}/{PAGES[name]}".format(**known)
        for name in CONSOLE_PAGES
        if name != "ConsolePeople" or "UserPoolId" in outputs
    }
