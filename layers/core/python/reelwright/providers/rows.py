"""The rows of the sheet of models. Sources are documents; no row was probed with a real account yet."""

from datetime import date
from typing import Final

from reelwright.providers.sheet import ModelRow, Repricing

_CHECKED: Final = date(2026, 11, 27)
_LITELLM: Final = "litellm 1.110.2, model_prices"
_GOOGLE: Final = "ai.google.dev, changelog and deprecations"
_AWS: Final = "Bedrock user guide, model cards"
_OPENAI: Final = "openai 3.57.0, and litellm 1.110.2"
_OMNI: Final = "gemini-omni-1.2-flash"
_BANANA: Final = "gemini-nano-banana-2.1"
_STABLE_CORE: Final = "stability.stable-image-core-v1:1"
_NEXT_YEAR: Final = date(2027, 1, 1)
_NOT_BEFORE: Final = date(2027, 9, 2)
"""Google says of `gemini-3.8-flash` on Vertex AI that it does not end before: taken for its end."""
_DOUBLED: Final = {
    "gemini-3.8-flash": Repricing(begins=_NEXT_YEAR, usd_input=1.5, usd_output=7.5),
    "gemini-3.8-flash-tts": Repricing(begins=_NEXT_YEAR, usd_input=1.0, usd_output=18.0),
    "gemini-3.8-flash-lite-tts": Repricing(begins=_NEXT_YEAR, usd_input=1.0, usd_output=12.0),
}
"""Google's announced prices: twice as much. Of `gemini-3.8-flash` one copy of the price list alone says it."""

_TEXT: Final = tuple(
    ModelRow(
        provider=provider,
        model=model,
        usd_input=usd_in,
        usd_output=usd_out,
        repriced=(_DOUBLED[model],) if model in _DOUBLED else (),
        as_of=_CHECKED,
        source=_LITELLM,
        ends=ends,
    )
    for provider, model, usd_in, usd_out, ends in (
        ("bedrock", "global.anthropic.claude-haiku-5-5", 0.10, 0.50, None),
        ("bedrock", "us.anthropic.claude-haiku-5-5", 0.11, 0.55, None),
        ("bedrock", "eu.anthropic.claude-haiku-5-5", 0.11, 0.55, None),
        ("bedrock", "global.anthropic.claude-sonnet-5-5", 2.0, 10.0, None),
        ("bedrock", "us.anthropic.claude-sonnet-5-5", 2.2, 11.0, None),
        ("bedrock", "eu.anthropic.claude-sonnet-5-5", 2.2, 11.0, None),
        ("bedrock", "amazon.nova-2-lite-v1:0", 0.30, 2.50, None),
        ("bedrock", "amazon.nova-micro-v1:0", 0.035, 0.14, None),
        ("gemini", "gemini-3.8-flash", 0.75, 3.75, None),
        ("gemini", "gemini-3.5-flash-lite", 0.30, 2.50, None),
        ("vertex", "gemini-3.8-flash", 0.75, 3.75, _NOT_BEFORE),
        ("vertex", "gemini-3.5-flash-lite", 0.30, 2.50, None),
    )
)
_SPEECH: Final = tuple(
    ModelRow(
        capability="speech",
        unit="million characters",
        provider=provider,
        model=model,
        usd_input=usd,
        usd_output=0,
        as_of=_CHECKED,
        source=source,
        ends=ends,
    )
    for provider, model, usd, source, ends in (
        ("elevenlabs", "eleven_v4", 80.0, _LITELLM, None),
        ("elevenlabs", "eleven_v4_turbo", 40.0, _LITELLM, None),
        ("elevenlabs", "eleven_multilingual_v2", 80.0, _LITELLM, None),
        ("openai", "tts-1", 15.0, _OPENAI, date(2027, 1, 6)),
        ("openai", "tts-1-hd", 30.0, _OPENAI, date(2027, 1, 6)),
        ("google", "chirp-3-hd", 30.0, _LITELLM, None),
        ("azure", "azure-tts", 15.0, _LITELLM, None),
        ("azure", "azure-tts-hd", 30.0, _LITELLM, None),
        ("polly", "standard", 4.0, _LITELLM, None),
        ("polly", "neural", 16.0, _LITELLM, None),
        ("polly", "long-form", 100.0, _LITELLM, None),
        ("polly", "generative", 30.0, _LITELLM, None),
    )
)
_SPOKEN_TOKENS: Final = tuple(
    ModelRow(
        capability="speech",
        provider=provider,
        model=model,
        usd_input=0.50,
        usd_output=usd,
        repriced=(_DOUBLED[model],),
        as_of=_CHECKED,
        source=f"{_LITELLM}: twice as much from 1 January 2027",
        launched=date(2026, 9, 22),
    )
    for provider in ("gemini", "vertex")
    for model, usd in (("gemini-3.8-flash-tts", 9.0), ("gemini-3.8-flash-lite-tts", 6.0))
)
_PICTURE: Final = tuple(
    ModelRow(
        capability="picture",
        unit="image",
        provider=provider,
        model=model,
        usd_input=usd,
        usd_output=0,
        as_of=_CHECKED,
        source=source,
        launched=launched,
    )
    for provider, model, usd, source, launched in (
        ("gemini", _BANANA, 0.05, f"{_LITELLM}: 1K and 4K; the price of 2K is inferred", date(2026, 10, 6)),
        ("vertex", _BANANA, 0.05, f"{_LITELLM}: 1K and 4K; the price of 2K is inferred", date(2026, 10, 6)),
        ("gemini", "gemini-3-pro-image", 0.134, _LITELLM, None),
        ("vertex", "gemini-3-pro-image", 0.134, _LITELLM, None),
        ("bedrock", _STABLE_CORE, 0.04, _LITELLM, None),
        ("bedrock", "stability.stable-image-ultra-v1:1", 0.14, _LITELLM, None),
        ("bedrock", "stability.sd3-5-large-v1:0", 0.08, _LITELLM, None),
        ("pexels", "photographs", 0.0, "pexels.com/api, terms", None),
        ("pixabay", "photographs", 0.0, "pixabay.com/api/docs", None),
        ("wikimedia", "photographs", 0.0, "commons.wikimedia.org", None),
    )
)
_CLIP: Final = tuple(
    ModelRow(
        capability="clip",
        unit="second",
        provider=provider,
        model=model,
        usd_input=usd,
        usd_output=0,
        as_of=_CHECKED,
        source=source,
        ends=ends,
    )
    for provider, model, usd, source, ends in (
        ("vertex", "veo-3.1-lite-generate-001", 0.05, _LITELLM, None),
        ("pexels", "footage", 0.0, "pexels.com/api, terms", None),
        ("pixabay", "footage", 0.0, "pixabay.com/api/docs", None),
        ("runway", "gen4_turbo", 0.05, _LITELLM, None),
        ("runway", "gen4.5", 0.12, _LITELLM, None),
        ("gemini", _OMNI, 0.0686, f"{_LITELLM}: 12 USD for a million video tokens, 5,714 a second at 720p", None),
    )
)
_ENDED: Final = tuple(
    ModelRow(
        capability=capability,
        provider=provider,
        model=model,
        as_of=_CHECKED,
        source=source,
        ends=ends,
        successor=successor,
    )
    for capability, provider, model, ends, successor, source in (
        ("picture", "gemini", "imagen-4.0-generate-001", date(2026, 8, 17), _BANANA, _GOOGLE),
        ("picture", "gemini", "gemini-2.5-flash-image", date(2026, 10, 2), _BANANA, _GOOGLE),
        ("picture", "gemini", "gemini-3.1-flash-image", date(2026, 10, 29), _BANANA, _GOOGLE),
        ("picture", "bedrock", "amazon.nova-canvas-v1:0", date(2026, 9, 30), _STABLE_CORE, _AWS),
        ("picture", "bedrock", "amazon.titan-image-generator-v2:0", date(2026, 6, 30), None, _AWS),
        ("picture", "openai", "gpt-image-1", date(2026, 10, 23), "gpt-image-2.6-flare", _OPENAI),
        ("picture", "openai", "gpt-image-1.5", date(2026, 12, 1), "gpt-image-2.6-flare", _OPENAI),
        ("picture", "openai", "dall-e-3", date(2026, 5, 12), "gpt-image-2.6-flare", _OPENAI),
        ("clip", "bedrock", "amazon.nova-reel-v1:0", date(2026, 9, 30), "luma.ray-v2:0", _AWS),
        ("clip", "vertex", "veo-3.1-generate-001", date(2026, 11, 17), "veo-3.1-lite-generate-001", _LITELLM),
        ("clip", "vertex", "veo-3.1-fast-generate-001", date(2026, 11, 17), "veo-3.1-lite-generate-001", _LITELLM),
        ("clip", "gemini", "veo-3.1-generate-preview", date(2026, 10, 22), _OMNI, _GOOGLE),
        ("clip", "gemini", "veo-3.1-fast-generate-preview", date(2026, 10, 22), _OMNI, _GOOGLE),
        ("clip", "gemini", "veo-3.1-lite-generate-preview", date(2026, 10, 22), _OMNI, _GOOGLE),
        ("clip", "gemini", "gemini-omni-1.1-flash", date(2026, 12, 3), _OMNI, _LITELLM),
        ("speech", "gemini", "gemini-3.1-flash-tts-preview", date(2026, 11, 17), "gemini-3.8-flash-tts", _LITELLM),
    )
)

_UNPRICED: Final = (
    ModelRow(
        capability="clip",
        unit="second",
        provider="bedrock",
        model="luma.ray-v2:0",
        as_of=_CHECKED,
        source=f"{_AWS}: active, no end before 23 January 2026, which has passed; its price is AWS Marketplace's",
    ),
)

ROWS: Final = (*_TEXT, *_SPEECH, *_SPOKEN_TOKENS, *_PICTURE, *_CLIP, *_UNPRICED, *_ENDED)


def row_of(capability: str, provider: str, model: str, rows: tuple[ModelRow, ...] = ROWS) -> ModelRow | None:
    """Find the row of a model; None if it has none."""
    return next(
        (row for row in rows if (row.capability, row.provider, row.model) == (capability, provider, model)), None
    )
