"""Lists of jobs: the query and the page found."""

from datetime import datetime
from typing import Final

from reelwright.jobs.model import Job
from reelwright.values import Value

DEEPEST: Final = 1000
"""The limit of numbered pages, in jobs: each page reads all jobs before it. A cursor has no limit."""
MOST_READ: Final = 500
"""The most jobs that a page reads to find titles, which no index holds; a page can then have fewer jobs, or none."""


class ListQuery(Value):
    """Filters of a list, and where in it: behind a cursor or, from 1, at a page; `user_id` of another is for operators."""

    user_id: str | None = None
    status: str | None = None
    task_name: str | None = None
    q: str | None = None
    """The beginning of the title, in any case."""
    since: datetime | None = None
    """Only jobs that were created then or later."""
    limit: int = 50
    cursor: str | None = None
    page: int | None = None

    @property
    def skipped(self) -> int:
        """Count the jobs on the pages before."""
        return 0 if self.page is None else (self.page - 1) * self.limit

    @property
    def too_deep(self) -> bool:
        """Check whether the page is beyond the limit of numbered pages."""
        return self.page is not None and self.skipped + self.limit > DEEPEST


class Listed(Value):
    """One page of a list. `cursor`, signed, is the next page's; `total` counts the whole list if pages are numbered."""

    jobs: tuple[Job, ...]
    cursor: str | None = None
    total: int | None = None

    def next_query(self, query: ListQuery) -> ListQuery | None:
        """Build the query of the next page: by number within the limit, else by cursor; None at the end."""
        if self.cursor is None:
            return None
        if query.page is not None:
            following = query.model_copy(update={"page": query.page + 1})
            if not following.too_deep:
                return following
        return query.model_copy(update={"page": None, "cursor": self.cursor})
