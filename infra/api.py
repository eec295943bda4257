"""The HTTP API: one function behind every route, tokens verified before it runs, requests throttled and logged.

Its routes come from `reelwright.api.table`, as those of the OpenAPI document do.
"""

import json
from typing import Final

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct, IConstruct

from infra.environments import Environment
from infra.functions import log_retention
from infra.identity import Identity
from reelwright.api.table import ROUTES

ACCESS_LOG: Final = {
    "time": "$context.requestTime",
    "request_id": "$context.requestId",
    "caller": "$context.authorizer.claims.sub",
    "address": "$context.identity.sourceIp",
    "route": "$context.routeKey",
    "status": "$context.status",
    "milliseconds": "$context.responseLatency",
    "refused_because": "$context.authorizer.error",
    "integration_error": "$context.integrationErrorMessage",
}
"""One line per request. Path, query and headers are left out: they may hold text of a user."""


class Api(Construct):
    """Public: `url`, without a trailing slash.

    The API itself refers to nothing, so the bucket, the sign-in and the function can refer to its URL; `serve` adds the routes.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self._environment = environment
        self._http = apigateway.HttpApi(
            self,
            "http",
            api_name=environment.stack_name,
            create_default_stage=False,
            description="Reelwright: scripts in, films out",
        )
        self.api_id = self._http.api_id
        self.url = self._http.api_endpoint

    def serve(self, function: lambda_.Function, identity: Identity) -> None:
        """Add every route, the check of tokens, and the stage."""
        http, environment = self._http, self._environment
        # One permission for all routes: one per route would exceed the 20 KB limit of a function's policy.
        integration = integrations.HttpLambdaIntegration(
            "function",
            function,
            payload_format_version=apigateway.PayloadFormatVersion.VERSION_2_0,
            scope_permission_to_route=False,
        )
        tokens = authorizers.HttpJwtAuthorizer(
            "tokens",
            identity.issuer,
            jwt_audience=identity.audiences,
        )
        made: list[IConstruct] = []
        open_keys = []
        for route in ROUTES:
            needs_token = route.access != "open"
            for path in route.paths:
                open_keys += [] if needs_token else [f"{route.method} {path}"]
                made += http.add_routes(
                    path=path,
                    methods=[apigateway.HttpMethod[route.method]],
                    integration=integration,
                    authorizer=tokens if needs_token else None,
                    authorization_scopes=identity.scopes if needs_token else None,
                )
        # The function also answers unknown routes, with a problem document: 405 with `Allow` for a known path, else 404.
        unknown = apigateway.HttpRoute(
            self, "unknown", http_api=http, integration=integration, route_key=apigateway.HttpRouteKey.DEFAULT
        )
        self._permit_unknown(http, function)
        stage = self._stage(http, environment)
        stage.route_settings = {
            key: {
                "ThrottlingRateLimit": environment.open_rate,
                "ThrottlingBurstLimit": environment.page_burst if key.endswith("/{asset}") else environment.open_burst,
            }
            for key in (*open_keys, "$default")
        }
        # The gateway refuses settings of a route that does not exist yet.
        for one in (*made, unknown):
            stage.node.add_dependency(one)

    def _permit_unknown(self, http: apigateway.HttpApi, function: lambda_.Function) -> None:
        """Permit the route `$default`: its source is `<api>/<stage>/$default`, which `<api>/*/*/*` does not match."""
        function.add_permission(
            "may-call-unknown",
            principal=iam.ServicePrincipal("apigateway.amazonaws.com"),
            source_arn=Stack.of(self).format_arn(
                service="execute-api",
                resource=http.api_id,
                resource_name=f"*/{apigateway.HttpRouteKey.DEFAULT.key}",
            ),
            scope=self,
        )

    def _stage(self, http: apigateway.HttpApi, environment: Environment) -> apigateway.CfnStage:
        log_group = logs.LogGroup(
            self,
            "log",
            log_group_name=f"/aws/vendedlogs/apis/{environment.stack_name}",
            retention=log_retention(environment),
            removal_policy=RemovalPolicy.DESTROY,
        )
        stage = apigateway.HttpStage(
            self,
            "stage",
            http_api=http,
            stage_name="$default",
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(
                rate_limit=environment.throttle_rate, burst_limit=environment.throttle_burst
            ),
            # Metrics of each route would cost more than all other metrics of a small stack; the access log has the routes.
            detailed_metrics_enabled=False,
        )
        resource = stage.node.default_child
        if not isinstance(resource, apigateway.CfnStage):
            raise TypeError("the stage's default child is not a CfnStage")
        resource.access_log_settings = apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=log_group.log_group_arn, format=json.dumps(ACCESS_LOG)
        )
        return resource
