"""What is printed of the template is current."""

import re
from typing import TYPE_CHECKING

from infra.environments import ROOT
from tests.infra.dashboard_picture import PICTURE, body_of, picture_of
from tests.scale.inventory import inventory_of

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis


def test_the_picture_of_the_dashboard_is_current(prod: "Synthesis") -> None:
    """`make docs` draws it."""
    assert PICTURE.read_text(encoding="utf-8") == picture_of(body_of(prod.template))


def test_the_cost_page_counts_what_the_template_has(prod: "Synthesis") -> None:
    """`make scale` prints it."""
    text = (ROOT / "docs" / "costs.md").read_text(encoding="utf-8")
    counted = inventory_of(prod.template)
    assert f"{counted.alarm_metrics} metrics under alarms" in text
    assert f"{counted.polled_queues} queues that Lambda polls" in text
    assert re.fullmatch(r"costs: film_usd \d+\.\d+ idle_month_usd \d+\.\d+", text.splitlines()[-1])


def test_every_construct_that_takes_tags_has_them(prod: "Synthesis") -> None:
    """Costs can be read by application, environment, stack and capability; a list of keys and values, or a map."""
    wanted = {"application", "environment", "stack"}
    untagged = {
        name: resource["Type"]
        for name, resource in prod.resources.items()
        if "Tags" in resource.get("Properties", {}) and not wanted <= _keys(resource["Properties"]["Tags"])
    }
    assert untagged == {}
    taken = {resource["Type"] for resource in prod.resources.values() if "Tags" in resource.get("Properties", {})}
    assert {"AWS::Lambda::Function", "AWS::Logs::LogGroup", "AWS::CloudWatch::Alarm", "AWS::ApiGatewayV2::Api"} <= taken


def _keys(tags: object) -> set[str]:
    return set(tags) if isinstance(tags, dict) else {tag["Key"] for tag in tags} if isinstance(tags, list) else set()
