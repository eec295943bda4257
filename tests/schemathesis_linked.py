"""The hooks of linked calls. Schemathesis begins a chain of calls at an operation that needs nobody else's ids.

It takes `user_id` and `task_name` for ids of users and tasks that the API would have to hand out, and would then never begin
with a create. Both are optional, so linked calls go without them.
"""

from typing import Any, Final

import schemathesis

from tests.schemathesis_hooks import filter_body

__all__ = ["before_load_schema", "filter_body"]

_NO_IDS_OF_OURS: Final = frozenset({"user_id", "task_name"})


@schemathesis.hook
def before_load_schema(_context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Take the optional fields out of the document that schemathesis works with."""
    raw_schema["components"]["schemas"]["VideoRequest"]["properties"].pop("user_id")
    for methods in raw_schema["paths"].values():
        for operation in methods.values():
            kept = [one for one in operation.get("parameters", ()) if one["name"] not in _NO_IDS_OF_OURS]
            if "parameters" in operation:
                operation["parameters"] = kept
