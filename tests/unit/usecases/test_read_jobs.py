"""Lists of jobs: by cursor and by page, of one owner."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest

from reelwright.api.jobs import SignedUrl, list_view
from reelwright.jobs.caller import Caller
from reelwright.jobs.listing import DEEPEST, Listed, ListQuery
from reelwright.refusals import InvalidField
from reelwright.usecases.read_jobs import list_jobs
from tests.memory.secrets import MemorySecrets
from tests.memory.system import System
from tests.memory.world import world_with

SECRETS = MemorySecrets(b"m" * 64)
OPERATOR = Caller(user_id="op", tier="free", operator=True)


def several(system: System, caller: Caller, number: int) -> list[str]:
    """Create jobs a second apart and return their ids, newest first."""
    made = []
    for _ in range(number):
        system.clock.pass_seconds(1)
        made.append(system.create(caller).job_id)
    return made[::-1]


def found(system: System, caller: Caller, **query: Any) -> Listed:
    """Return a stretch of the caller's list."""
    return list_jobs(ListQuery(**query), caller=caller, world=world_with(system, secrets=SECRETS))


def ids(page: Listed) -> list[str]:
    """Return the ids of a stretch."""
    return [job.job_id for job in page.jobs]


def followed(system: System, caller: Caller, **query: Any) -> list[list[str]]:
    """Return the pages that `links.next` leads through, as a client reads it."""
    pages, asked = [], ListQuery(**query)
    while True:
        page = list_jobs(asked, caller=caller, world=world_with(system, secrets=SECRETS))
        view = list_view(
            asked, page, path="/api/v1/jobs", sign=lambda _key, _name: SignedUrl(url="", expires_at=system.clock())
        )
        pages.append([job.job_id for job in view.jobs])
        if view.links.next is None:
            return pages
        path, _, text = view.links.next.partition("?")
        assert path == "/api/v1/jobs"
        said = dict(parse_qsl(text, strict_parsing=True))
        asked = ListQuery(
            limit=int(said.pop("limit", said.pop("page_size", "0"))),
            page=int(said.pop("page")) if "page" in said else None,
            **said,
        )


@pytest.mark.parametrize("query", [{"limit": 2}, {"limit": 2, "page": 1}, {"limit": 2, "status": "pending"}])
def test_next_links_lead_through_every_job_once(system: System, ada: Caller, query: dict[str, Any]) -> None:
    """By cursor as by page, with the filters of the first call."""
    expected = several(system, ada, 5)
    assert followed(system, ada, **query) == [expected[:2], expected[2:4], expected[4:]]


def test_a_page_says_how_many_there_are(system: System, ada: Caller) -> None:
    """Of the filtered list, on every page, also behind the last; a cursor's stretch does not count."""
    several(system, ada, 3)
    system.create(ada, task_name="generate_hook")
    assert found(system, ada, page=1, limit=2).total == 4
    assert found(system, ada, page=9, limit=2) == Listed(jobs=(), total=4)
    assert found(system, ada, page=1, task_name="generate_hook").total == 1
    assert found(system, ada, page=1, status="queued").total == 0
    assert found(system, ada, limit=2).total is None


def test_pages_have_an_end_and_a_cursor_leads_on(system: System, ada: Caller) -> None:
    """Each page reads over all before it: deeper than the bound is refused, and the last one's next goes by cursor."""
    several(system, ada, 2)
    with pytest.raises(InvalidField, match="next_cursor"):
        found(system, ada, page=DEEPEST + 1, limit=1)
    deepest = ListQuery(page=DEEPEST, limit=1)
    following = Listed(jobs=(), cursor="c").next_query(deepest)
    assert following == ListQuery(cursor="c", limit=1)


def test_page_and_cursor_exclude_each_other(system: System, ada: Caller) -> None:
    """They would name two places."""
    with pytest.raises(InvalidField, match="either page or cursor"):
        found(system, ada, page=1, cursor="c")


def test_a_cursor_is_worth_nothing_to_others(system: System, ada: Caller) -> None:
    """Nor to its owner for another list; an operator goes on in the list he began."""
    several(system, ada, 3)
    cursor = found(system, ada, limit=1).cursor
    for caller, query in ((Caller(user_id="eve", tier="free"), {}), (ada, {"status": "failed"}), (OPERATOR, {})):
        with pytest.raises(InvalidField):
            found(system, caller, cursor=cursor, **query)
    theirs = found(system, OPERATOR, user_id=ada.user_id, limit=1)
    assert len(found(system, OPERATOR, user_id=ada.user_id, cursor=theirs.cursor).jobs) == 2


def test_a_cursor_outlives_new_jobs_and_the_hour(system: System, ada: Caller) -> None:
    """It is a place, and it has no date."""
    made = several(system, ada, 3)
    cursor = found(system, ada, limit=1).cursor
    system.clock.now += timedelta(hours=1)
    several(system, ada, 2)
    assert ids(found(system, ada, cursor=cursor)) == made[1:]


def test_the_list_of_somebody_else_is_empty(system: System, ada: Caller) -> None:
    """Nobody learns whether there is such a user."""
    several(system, ada, 1)
    eve = Caller(user_id="eve", tier="free")
    assert found(system, eve, user_id=ada.user_id) == Listed(jobs=())
    assert found(system, eve, user_id=ada.user_id, page=1) == Listed(jobs=(), total=0)


def test_an_unknown_status_is_refused_with_those_there_are(system: System, ada: Caller) -> None:
    """The words of the systems before are known."""
    assert found(system, ada, status="running") == Listed(jobs=())
    with pytest.raises(InvalidField, match="executing"):
        found(system, ada, status="dancing")
