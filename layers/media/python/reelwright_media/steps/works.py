"""The step table: the function of every step of the pipeline."""

from typing import Final

from reelwright_media.steps.complete import complete, record_failure
from reelwright_media.steps.decode import decode_files
from reelwright_media.steps.describe import describe_film
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.film import compose_final_video, export_video, generate_thumbnail, render_scene
from reelwright_media.steps.filming import generate_video_veo
from reelwright_media.steps.housekeeping import cleanup_old_results, process_batch
from reelwright_media.steps.judge import analyze_pacing, track_emotional_arc, validate_coherence
from reelwright_media.steps.mix import mix_sound
from reelwright_media.steps.plan import plan_scenes, plan_timeline
from reelwright_media.steps.run_step import Work
from reelwright_media.steps.sources import read_sources
from reelwright_media.steps.speak import generate_audio_tts
from reelwright_media.steps.write import generate_hook, generate_script

WORKS: Final[dict[str, Work]] = {
    work.__name__: work
    for work in (
        read_sources,
        generate_hook,
        generate_script,
        validate_coherence,
        analyze_pacing,
        track_emotional_arc,
        plan_scenes,
        describe_film,
        decode_files,
        generate_audio_tts,
        generate_image_imagen,
        generate_video_veo,
        plan_timeline,
        render_scene,
        mix_sound,
        compose_final_video,
        generate_thumbnail,
        export_video,
        process_batch,
        cleanup_old_results,
        complete,
        record_failure,
    )
}
