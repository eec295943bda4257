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
from tests.memory.world import world_with

LANGUAGES = FastTextLanguages(on_error=lambda error: sys.exit(str(error)))
NOW = datetime(2026, 11, 21, tzinfo=timezone.utc)
BODY = {
    "video_request": {"script_content": "Bees see colours that we cannot. " * 8, "platform": "tiktok"},
    "metadata": {"order": 1},
}


def main(posts: int) -> dict[str, list[float]]:
    """Create so many jobs and return the CPU milliseconds of each but the first."""
    jobs, text = MemoryJobs(clock=lambda: NOW), json.dumps(BODY)
    settings = Settings(environment="local", table_name="t", bucket_name="b", minute_jobs_limit=100_000)
    spent = []
    ids = (f"job{number}" for number in itertools.count(1))
    world = world_with(jobs=jobs, languages=LANGUAGES, settings=settings, clock=lambda: NOW, ids=lambda: next(ids))
    for number in range(posts):
        begun = time.process_time()
        create_job(
            CreateJob.model_validate_json(text),
            caller=Caller(user_id="ada", tier="premium"),
            key=f"k{number}",
            world=world,
        )
        spent.append(1000 * (time.process_time() - begun))
    return {"warm_ms": spent[1:]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
