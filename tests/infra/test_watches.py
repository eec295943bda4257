"""Alarms and dashboard are printed from the same rows, and every alarm names a section of the runbook."""

import json
import re
from typing import TYPE_CHECKING, Any

from infra import watches
from infra.alarms import RUNBOOK, SERVICE_DOWN
from infra.dashboard import SECTIONS, WORK
from infra.environments import ROOT
from infra.functions import TRIGGER_FUNCTIONS
from reelwright.entry.executions import FAILED_ATTEMPTS
from reelwright.entry.model_ends import MODELS_ENDING
from reelwright.figures.families import FAMILIES
from reelwright.pipeline.queues import QUEUES
from reelwright.pipeline.steps import STEP_FUNCTIONS
from tests.scale.bill import film_bill
from tests.scale.costs import WHY_NOTHING
from tests.scale.measuring import Measured

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis


def alarms_of(synthesis: "Synthesis") -> dict[str, dict[str, Any]]:
    """Return the alarms by their names without the stack's."""
    prefix = f"{synthesis.environment.stack_name}-"
    return {
        alarm["AlarmName"].removeprefix(prefix): alarm for alarm in synthesis.of_type("AWS::CloudWatch::Alarm").values()
    }


def dashboard_of(synthesis: "Synthesis") -> dict[str, Any]:
    """Return the dashboard's body, references as words."""
    (dashboard,) = synthesis.of_type("AWS::CloudWatch::Dashboard").values()
    parts = dashboard["DashboardBody"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else next(iter(synthesis.references(part)), "x") for part in parts)
    loaded: dict[str, Any] = json.loads(text)
    return loaded


LINES = {
    "ApiGatewayV2": "API Gateway",
    "CloudWatch": "CloudWatch metrics, alarms, dashboard",
    "EC2": "NAT",
    "ECS": "Fargate",
    "Events": "EventBridge",
    "Lambda": "Lambda, other functions",
    "Logs": "CloudWatch logs",
    "SecretsManager": "Secrets Manager",
    "StepFunctions": "Step Functions",
}
"""CloudFormation's word for a service -> its line of the bill, where they differ."""
EXPRESSIONS = {"server-errors", "table-throttled", "sweeper-silent", "attempts-fail", "spend"}
"""Alarms on several metrics; the emulator refuses them."""


def test_what_must_be_watched_is_watched(synthesis: "Synthesis") -> None:
    """Errors and time of what events trigger, throttles of all, stream, API, table, queues, machine, account, silence."""
    wanted = {f"{name}-errors" for name in TRIGGER_FUNCTIONS}
    wanted |= {f"{name}-slow" for name in TRIGGER_FUNCTIONS if name != "api"}
    wanted |= {f"{name}-throttled" for name in (*TRIGGER_FUNCTIONS, *STEP_FUNCTIONS)}
    wanted |= {"outbox-lag", "dispatcher-lag", "concurrency"}
    wanted |= {f"{name}-waits" for name in QUEUES}
    wanted |= {"attempts-time-out", "transitions-throttled", "counters", "models-end"}
    names = set(alarms_of(synthesis))
    assert wanted <= names
    assert names & EXPRESSIONS == (EXPRESSIONS if synthesis.environment.metric_math else set())


def test_a_function_close_to_its_time_limit_fires(synthesis: "Synthesis") -> None:
    """Nine tenths of the limit that the function has, in milliseconds."""
    functions = synthesis.functions()
    for name, alarm in alarms_of(synthesis).items():
        if name.endswith("-slow"):
            assert alarm["Threshold"] == 900 * functions[name.removesuffix("-slow")]["Timeout"]
            assert (alarm["MetricName"], alarm["Statistic"]) == ("Duration", "Maximum")


def test_a_users_own_mistake_rings_nothing(prod: "Synthesis") -> None:
    """Steps raise for requests that cannot work: their errors and the machine's failures have no alarm, a count of ours has."""
    alarms = alarms_of(prod)
    assert not {f"{name}-errors" for name in STEP_FUNCTIONS} & set(alarms)
    assert "ExecutionsFailed" not in json.dumps(alarms)
    (failed,) = (metric["MetricStat"] for metric in alarms["attempts-fail"]["Metrics"] if metric["Id"] == "failed")
    assert failed["Metric"]["MetricName"] == FAILED_ATTEMPTS == watches.FAILED_ATTEMPTS
    assert failed["Metric"]["Dimensions"] == [{"Name": "service", "Value": "lifecycle"}]
    rate = next(metric for metric in alarms["attempts-fail"]["Metrics"] if "Expression" in metric)
    total = "(FILL(failed, 0) + FILL(succeeded, 0))"
    assert rate["Expression"] == f"IF({total} >= 20, FILL(failed, 0) / {total}, 0)"
    assert alarms["attempts-fail"]["Threshold"] == 0.25


def test_a_configured_model_fires_sixty_days_before_its_end(prod: "Synthesis") -> None:
    """By the hourly count of the sweeper; six hours together, so that the alarm does not go out between two counts."""
    alarm = alarms_of(prod)["models-end"]
    assert (alarm["MetricName"], alarm["Statistic"], alarm["Period"]) == (MODELS_ENDING, "Maximum", 6 * 3600)
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
    assert alarm["Dimensions"] == [{"Name": "service", "Value": "sweeper"}]
    assert (alarm["TreatMissingData"], watches.MODELS_ENDING) == ("notBreaching", MODELS_ENDING)
    assert alarm["AlarmActions"]


def test_silence_of_sweeper_and_canary_fires(prod: "Synthesis") -> None:
    """No error says so; of every other alarm, missing data means that nothing happens."""
    alarms = alarms_of(prod)
    breaching = {name for name, alarm in alarms.items() if alarm["TreatMissingData"] == "breaching"}
    assert breaching == {"sweeper-silent", "canary"}


def test_every_index_counts_for_the_tables_throttles(prod: "Synthesis") -> None:
    """A hot key of an index throttles the writes of its table."""
    (table,) = prod.of_type("AWS::DynamoDB::Table").values()
    shown = json.dumps(alarms_of(prod)["table-throttled"]["Metrics"])
    for index in table["GlobalSecondaryIndexes"]:
        assert shown.count(f'"{index["IndexName"]}"') == 2


def test_an_alarm_names_its_section_of_the_runbook(synthesis: "Synthesis") -> None:
    """Whoever is woken at night finds the section by the alarm's own words."""
    text = (ROOT / RUNBOOK).read_text(encoding="utf-8")
    headings = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for name, alarm in alarms_of(synthesis).items():
        named = re.search(rf": {re.escape(RUNBOOK)}#([a-z\-]+)$", alarm["AlarmDescription"])
        assert named, name
        assert named[1] in anchors, name


def test_the_dashboard_shows_every_alarms_metric(synthesis: "Synthesis") -> None:
    """It is printed from the same rows, so nothing can fire that no graph shows."""
    shown = json.dumps(dashboard_of(synthesis)["widgets"])
    for name, alarm in alarms_of(synthesis).items():
        names = [alarm["MetricName"]] if "MetricName" in alarm else []
        names += [one["MetricStat"]["Metric"]["MetricName"] for one in alarm.get("Metrics", []) if "MetricStat" in one]
        assert names, name
        assert all(f'"{metric}"' in shown for metric in names), name
    status = dashboard_of(synthesis)["widgets"][0]
    assert status["type"] == "alarm"
    assert set(status["properties"]["alarms"]) == set(synthesis.of_type("AWS::CloudWatch::Alarm"))
    assert len(status["properties"]["alarms"]) <= 100  # CloudWatch's limit for one widget


def test_the_dashboard_shows_what_the_functions_count(synthesis: "Synthesis") -> None:
    """Every family of metrics for operators, by its labels."""
    shown = json.dumps(dashboard_of(synthesis)["widgets"])
    assert {family for family, _ in WORK.values()} == set(FAMILIES)
    for family in FAMILIES:
        if family.labels:
            assert f"{{{','.join(('Reelwright', *family.labels))}}}" in shown
        assert family.name in shown


def test_graphs_stand_below_the_questions_that_they_answer(synthesis: "Synthesis", prod: "Synthesis") -> None:
    """Health first, then jobs, work, causes and costs; no graph is missing, and every line has a label."""
    widgets = dashboard_of(synthesis)["widgets"]
    placed = [title for titles in SECTIONS.values() for title in titles]
    shown = [widget["properties"]["title"] for widget in widgets if widget["type"] == "metric"]
    assert shown == [title for title in placed if title in shown]
    if synthesis is prod:
        assert shown == placed
        assert [w["properties"]["markdown"] for w in widgets if w["type"] == "text"] == [
            f"## {one}" for one in SECTIONS
        ]
    lines = [line[-1] for w in widgets if w["type"] == "metric" for line in w["properties"]["metrics"]]
    assert all(line.get("label") or line.get("visible") is False or "SEARCH" in line["expression"] for line in lines)


def test_widgets_stay_inside_the_grid(synthesis: "Synthesis") -> None:
    """CloudWatch's grid has 24 columns; a widget beyond it is cut off."""
    widgets = dashboard_of(synthesis)["widgets"]
    assert all(widget["x"] + widget["width"] <= 24 for widget in widgets)
    assert len({(widget["x"], widget["y"]) for widget in widgets}) == len(widgets)


def test_one_alarm_says_that_the_service_is_down(prod: "Synthesis") -> None:
    """It fires with any alarm of the road that every job takes, notifies, and names its section of the runbook."""
    (down,) = prod.of_type("AWS::CloudWatch::CompositeAlarm").values()
    rule = json.dumps(down["AlarmRule"])
    assert rule.count("ALARM(") == len(SERVICE_DOWN)
    assert down["AlarmActions"]
    section = down["AlarmDescription"].rpartition("#")[2]
    titles = re.findall(r"^## (.*)$", (ROOT / RUNBOOK).read_text(encoding="utf-8"), re.MULTILINE)
    assert section in {title.lower().replace(" ", "-") for title in titles}


def test_costs_can_be_read_by_capability(prod: "Synthesis") -> None:
    """Every function, queue and table has tags of application, environment and capability."""
    for kind in (
        "AWS::Lambda::Function",
        "AWS::SQS::Queue",
        "AWS::DynamoDB::Table",
        "AWS::S3::Bucket",
        "AWS::ECS::Cluster",
    ):
        for name, properties in prod.of_type(kind).items():
            if "Custom" not in name:
                assert {"application", "environment", "capability"} <= {tag["Key"] for tag in properties["Tags"]}, name


def test_every_service_of_the_template_has_a_line_in_the_bill(prod: "Synthesis") -> None:
    """A price, or the reason why there is none; roles cost nothing."""
    lines = {*film_bill(Measured(actors={}, hot={})), *WHY_NOTHING}
    services = {resource["Type"].split("::")[1] for resource in prod.resources.values()} - {"IAM", "CDK"}
    assert {service for service in services if LINES.get(service, service) not in lines} == set()


def test_a_budget_reports_to_the_alarms_topic(prod: "Synthesis") -> None:
    """By the stack's tag, at 50, 80 and 100 % of what was spent, and by the forecast; AWS may publish to the topic."""
    (budget,) = prod.of_type("AWS::Budgets::Budget").values()
    assert budget["Budget"]["BudgetLimit"] == {"Amount": prod.environment.monthly_budget_usd, "Unit": "USD"}
    assert budget["Budget"]["CostFilters"] == {"TagKeyValue": ["user:stack$reelwright-prod"]}
    notices = budget["NotificationsWithSubscribers"]
    assert [(one["Notification"]["NotificationType"], one["Notification"]["Threshold"]) for one in notices] == [
        ("ACTUAL", 50),
        ("ACTUAL", 80),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    ]
    (topic,) = prod.of_type("AWS::SNS::Topic")
    assert all(one["Subscribers"] == [{"SubscriptionType": "SNS", "Address": {"Ref": topic}}] for one in notices)
    (policy,) = prod.of_type("AWS::SNS::TopicPolicy").values()
    allowed = [one["Principal"] for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    assert {"Service": "budgets.amazonaws.com"} in allowed


def test_an_hour_without_the_canarys_film_counts(prod: "Synthesis", local: "Synthesis") -> None:
    """Silence fires; the canary may describe its own client, and nothing else of ours."""
    assert alarms_of(prod)["canary"]["TreatMissingData"] == "breaching"
    assert "canary" not in alarms_of(local)
    role = prod.functions()["canary"]["Role"]["Fn::GetAtt"][0]
    actions = {
        action
        for policy in prod.of_type("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Roles"]
        for statement in policy["PolicyDocument"]["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }
    assert {one for one in actions if not one.startswith(("logs:", "xray:"))} == {"cognito-idp:DescribeUserPoolClient"}
