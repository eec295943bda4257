"""Warnings about an accepted request: public as `warnings` of a create, a dry run and the job."""

from typing import Literal

from reelwright.values import Value

CautionCode = Literal["language_mismatch", "synthetic_voice", "model_ends", "provider_cannot", "unwritable_prompt"]


class Caution(Value):
    """One warning about a field by its path (`video_request.language`). The code is stable."""

    code: CautionCode
    field: str
    message: str
