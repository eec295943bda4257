"""One scene of a film as its owner sees it before the film is ready."""

from reelwright.values import Value


class BoardScene(Value):
    """One scene; `seconds`, `preview_key` and `own_file` are None until a step has made them."""

    scene: int
    text: str
    seconds: float | None = None
    preview_key: str | None = None
    own_file: str | None = None
    cost_usd: float = 0.0
    cached: bool = False
