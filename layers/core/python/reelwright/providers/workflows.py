"""A workflow of ComfyUI in the configuration: the file's JSON, packed, because variables of a function have 4 kB in all."""

import base64
import json
import zlib
from typing import Any, Final

LONGEST_PACKED: Final = 2_000
"""Characters: about 12 kB of JSON. The other variables need the rest."""


def packed(text: str) -> str:
    """Pack the text of a workflow's file. Raises ValueError for what is no workflow with a prompt, or is too large."""
    workflow = json.loads(text)
    if not isinstance(workflow, dict) or not all(
        isinstance(one, dict) and "class_type" in one for one in workflow.values()
    ):
        raise ValueError("the workflow is not in ComfyUI's API format (Workflow > Export (API))")
    if "%prompt%" not in text:
        raise ValueError("the workflow has no place for the prompt: write %prompt% into its text")
    made = base64.b64encode(zlib.compress(json.dumps(workflow, separators=(",", ":")).encode(), 9)).decode()
    if len(made) > LONGEST_PACKED:
        raise ValueError(f"the workflow is too large for the variables of a function: {len(made)} of {LONGEST_PACKED}")
    return made


def unpacked(text: str) -> Any:
    """Return the workflow."""
    return json.loads(zlib.decompress(base64.b64decode(text)))
