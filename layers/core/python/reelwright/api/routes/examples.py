"""Bodies that work as they stand: the document shows them, and a test posts each."""

from typing import Any, Final

CREATES: Final[dict[str, Any]] = {
    "film_from_a_script": {
        "video_request": {
            "script_id": "test-123",
            "title": "Test Video",
            "script_content": "This is a test.",
            "language": "en-US",
            "platform": "youtube",
            "duration": 15,
            "voice_provider": "azure",
        },
        "priority": 5,
    },
    "film_from_an_idea": {
        "video_request": {"prompt": "Why do bees dance?", "platform": "tiktok", "duration": 30, "music": "upbeat"},
        "metadata": {"campaign": "spring"},
    },
    "film_for_several_platforms": {
        "video_request": {
            "script_content": "Bees see colours that we cannot. Flowers know it.",
            "aspect": "9:16",
            "exports": ["youtube_wide", "square"],
            "captions": "karaoke",
        },
        "max_cost_usd": 0.5,
        "use_cache": False,
    },
    "speech_alone": {
        "task_name": "generate_audio_tts",
        "video_request": {"script_content": "Guten Morgen, liebe Bienen.", "language": "de", "voice_speed": 1.1},
    },
    "export_of_an_earlier_film": {
        "task_name": "export_video",
        "video_request": {"source_job_id": "01kb2x9m4n7q8r5s6t0v3w1y2z", "exports": ["instagram"]},
    },
    "batch": {
        "task_name": "process_batch",
        "items": [
            {"script_content": "One flower.", "platform": "tiktok"},
            {"prompt": "Two bees", "platform": "instagram"},
        ],
    },
}
