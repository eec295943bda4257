"""The environment's monthly budget: AWS reports to the alarms' topic what was spent, and what the month will cost."""

from typing import Final

from aws_cdk import Aws
from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.environments import Environment

STEPS: Final = (("ACTUAL", 50), ("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100))
"""Kind of amount and percentage of the budget; each notifies once a month."""


class MonthlyBudget(Construct):
    """One budget over everything with the environment's tags. AWS reckons it about three times a day.

    The tags count from the day on which they are activated as cost allocation tags (docs/operations.md#spend).
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, environment: Environment, topic: sns.Topic, monthly_usd: int
    ) -> None:
        super().__init__(scope, construct_id)
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("budgets.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
            )
        )
        subscriber = budgets.CfnBudget.SubscriberProperty(subscription_type="SNS", address=topic.topic_arn)
        budget = budgets.CfnBudget(
            self,
            "budget",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=environment.stack_name,
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=monthly_usd, unit="USD"),
                cost_filters={"TagKeyValue": [f"user:stack${environment.stack_name}"]},
            ),
            notifications_with_subscribers=[
                budgets.CfnBudget.NotificationWithSubscribersProperty(
                    notification=budgets.CfnBudget.NotificationProperty(
                        notification_type=kind,
                        comparison_operator="GREATER_THAN",
                        threshold=percent,
                        threshold_type="PERCENTAGE",
                    ),
                    subscribers=[subscriber],
                )
                for kind, percent in STEPS
            ],
        )
        # AWS tests the address when it makes the budget, so the topic's policy has to be there.
        budget.node.add_dependency(topic.node.find_child("Policy"))
