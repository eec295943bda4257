"""Creates on the memory adapters: `python create_in_memory.py <posts>` prints `warm_ms` of body validation and use case."""

import itertools
import json
import sys
import time
from datetime import datetime, timezone

from reelwright.jobs.caller import Caller
from reelwright.jobs.request import CreateJob
from reelwright.recognizing import FastTextLanguages
from reelwright.settings import Settings
from reelwright.usecases.create_job import create_job
from tests.memory.jobs import MemoryJobs

LANGUAGES = FastTextLanguages(on_trouble=lambda error: sys.exit(str(error)))
NOW = datetime(2026, 11, 21, tzinfo=timezone.utc)
BODY = {
    "video_request": {"script_content": "Bees see colours that we cannot. " * 8, "platform": "tiktok"},
    "metadata": {"order": 1},
}


def main(posts: int) -> dict[str, list[float]]:
    """Create so many jobs and return the CPU milliseconds of each but the first."""
    jobs, numbers, text = MemoryJobs(clock=lambda: NOW), itertools.count(1), json.dumps(BODY)
    settings = Settings(environment="local", table_name="t", bucket_name="b", minute_jobs_limit=100_000)
    spent = []
    for number in range(posts):
        begun = time.process_time()
        create_job(
            CreateJob.model_validate_json(text),
            caller=Caller(user_id="ada", tier="premium"),
            key=f"k{number}",
            jobs=jobs,
            settings=settings,
            clock=lambda: NOW,
            languages=LANGUAGES,
            ids=lambda: f"job{next(numbers)}",
        )
        spent.append(1000 * (time.process_time() - begun))
    return {"warm_ms": spent[1:]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
