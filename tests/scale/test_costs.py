"""The bill is reckoned from counts, and each service has a row."""

from reelwright.figures.sheet import US_EAST_1
from tests.scale.bill import film_bill, idle_bill, month_bill
from tests.scale.inventory import inventory_of
from tests.scale.measuring import Cost, Measured
from tests.scale.prices import PLATFORM, SOURCES, price_of

FILM = Measured(
    actors={"outbox": Cost(calls={"dynamodb.Query": 4, "sqs.SendMessage": 1}, write_units=100, read_units=10)}, hot={}
)
IDLE = {
    "idle dispatcher": Cost(calls={"sqs.ReceiveMessage": 14}, write_units=0, read_units=2),
    "sweeper": Cost(calls={"dynamodb.Query": 59}, write_units=0, read_units=33),
}
TEMPLATE = {
    "Resources": {
        "one": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Errors"}},
        "two": {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {"Metrics": [{"Expression": "a + b"}, {"MetricStat": {}}, {"MetricStat": {}}]},
        },
        "stream": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"StartingPosition": "TRIM_HORIZON"}},
        "queue": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {}},
        "people": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"AllowedOAuthFlows": ["code"]}},
        "machines": {
            "Type": "AWS::Cognito::UserPoolClient",
            "Properties": {"AllowedOAuthFlows": ["client_credentials"]},
        },
    }
}


def test_an_expression_pays_for_each_of_its_metrics() -> None:
    """Streams are read for nothing, and people's clients cost nothing."""
    counted = inventory_of(TEMPLATE)
    assert (counted.alarm_metrics, counted.polled_queues, counted.machine_clients) == (3, 1, 1)


def test_a_month_is_its_idle_bill_and_its_films() -> None:
    """Both bills have the same services; more units cost more."""
    film, idle = film_bill(FILM), idle_bill(IDLE, inventory_of(TEMPLATE))
    assert film.keys() == idle.keys()
    month = month_bill(film, idle, films_a_day=10)
    assert sum(month.values()) > sum(idle.values()) > 0
    assert month["DynamoDB"] - idle["DynamoDB"] > 0
    assert film["DynamoDB"] == 100 * 0.625e-6 + 10 * 0.125e-6


def test_every_price_says_where_it_was_read() -> None:
    """Of both sheets, each once: a reader can tell a recorded price from a remembered one."""
    prices = [name for sheet in (PLATFORM, US_EAST_1) for name, value in sheet if isinstance(value, float)]
    assert sorted(name for source in SOURCES for name in source.prices) == sorted(prices)
    assert all(price_of(name) > 0 for name in prices)
