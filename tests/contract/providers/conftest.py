"""Makes the example of a plug-in findable, as if it were installed."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "example_provider"))
