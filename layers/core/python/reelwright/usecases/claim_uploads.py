"""Keep the uploads that a job names: from then on they are not dropped as unused."""

from reelwright.jobs.model import Job
from reelwright.jobs.upload import upload_ids
from reelwright.ports import World


def claim_uploads(job: Job, *, world: World) -> None:
    """Mark every upload that the job, or an item of its batch, names as used. Safe to repeat."""
    videos = (job.video, *job.request.items)
    named = [upload_id for video in videos for upload_id in upload_ids(video.own_files.values(), job.user_id)]
    if named:
        world.uploads.use(job.user_id, named)
