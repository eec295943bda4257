"""A list of jobs, as it is asked for and as it is found."""

from typing import Final

from reelwright.jobs.model import Job
from reelwright.values import Value

DEEPEST: Final = 1000
"""How far numbered pages reach: each reads over all jobs before it. A cursor has no end."""


class ListQuery(Value):
    """Filters of a list, and where in it: behind a cursor or, from 1, at a page; `user_id` of another is for operators."""

    user_id: str | None = None
    status: str | None = None
    task_name: str | None = None
    limit: int = 50
    cursor: str | None = None
    page: int | None = None

    @property
    def skipped(self) -> int:
        """Return how many jobs stand on the pages before."""
        return 0 if self.page is None else (self.page - 1) * self.limit

    @property
    def too_deep(self) -> bool:
        """Return whether the page lies deeper than numbered pages reach."""
        return self.page is not None and self.skipped + self.limit > DEEPEST


class Listed(Value):
    """A stretch of a list. `cursor`, signed, leads on; `total` counts the whole list where pages are numbered."""

    jobs: tuple[Job, ...]
    cursor: str | None = None
    total: int | None = None

    def next_query(self, query: ListQuery) -> ListQuery | None:
        """Return the query of the stretch behind this one: by page as long as pages reach, else by cursor; None at the end."""
        if self.cursor is None:
            return None
        if query.page is not None:
            following = query.model_copy(update={"page": query.page + 1})
            if not following.too_deep:
                return following
        return query.model_copy(update={"page": None, "cursor": self.cursor})
