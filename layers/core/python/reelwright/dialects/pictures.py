"""Picture models: Gemini (`gemini`, `vertex`), OpenAI's images (also of own servers), Stability on Amazon Bedrock."""

import base64
import binascii
import json
from typing import Any, Final

from reelwright.dialects.answers import post_json, reading
from reelwright.dialects.aws import BEDROCK_KINDS, own_errors, within
from reelwright.dialects.gemini import GoogleKey, google_model, post_to_google
from reelwright.dialects.openai import explain_refusal
from reelwright.dialects.pricing import prices_now
from reelwright.errors import ContentRefusedError, ProviderError, ProviderMisconfiguredError, RequestError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.calls import Carried
from reelwright.providers.facts import DRAWING, DrawingFacts
from reelwright.providers.model import Bill
from reelwright.providers.pictures import MOST_RAW_BYTES, Painted, PictureOrder, media_type_of, nearest
from reelwright.providers.setup import PictureSetup

_ANSWER_BYTES: Final = MOST_RAW_BYTES * 4 // 3 + 64 * 1024
"""A picture in base64, and the JSON around it."""
_GOOGLE_REFUSALS: Final = frozenset(
    {
        *("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "JAILBREAK"),
        *("IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"),
    }
)


class Painter:
    """What all picture models share: the price of an image, the longest prompt, the key."""

    facts: DrawingFacts

    def __init__(self, setup: PictureSetup) -> None:
        self.name: str = setup.provider
        self.model = setup.model
        self._setup = setup

    def estimate(self, _order: PictureOrder) -> Bill:
        """Price one image; the sheet's price is for the size that is asked for."""
        usd, _ = prices_now(self._setup)
        return Bill(usd=usd)

    def _text(self, order: PictureOrder) -> str:
        if len(order.text) > self.facts.longest:
            raise RequestError(
                f"{self.name} takes prompts of {self.facts.longest} characters, and not {len(order.text)}"
            )
        return order.text

    def _carried(self, order: PictureOrder, raw: bytes, *, seed: int | None = None) -> Carried:
        painted = Painted(
            media_type=media_type_of(self.name, raw), size_bytes=len(raw), seed=seed, bill=self.estimate(order)
        )
        return Carried(painted, raw)


class GeminiPictures(Painter):
    """A Gemini image model by `generateContent`, at 2K: 1K is smaller than a film of 1080 x 1920."""

    facts = DRAWING["gemini"]

    def __init__(self, setup: PictureSetup, caller: HttpCaller, *, key: GoogleKey | None) -> None:
        super().__init__(setup)
        self._caller, self._key = caller, key

    def paint(self, order: PictureOrder) -> Carried:
        """Paint by one call. The seed is accepted, though not documented."""
        if self._key is None:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in the providers' secret")
        body = {
            "contents": [{"role": "user", "parts": [{"text": self._text(order)}]}],
            "generationConfig": {
                "responseModalities": ["IMAGE"],
                "imageConfig": {
                    "aspectRatio": nearest(self.facts.shapes, width=order.width, height=order.height),
                    "imageSize": "2K",
                },
                "seed": order.seed,
            },
        }
        url = f"{google_model(self._setup, self._key)}:generateContent"
        found = post_to_google(
            self._caller, self.name, url, body, key=self._key, seconds=order.seconds, most_bytes=_ANSWER_BYTES
        )
        with reading(self.name):
            return self._carried(order, self._picture(found), seed=order.seed)

    def _picture(self, found: Any) -> bytes:
        """Take the first picture that is no thought; raises ContentRefusedError for every reason that is a refusal."""
        candidates = found.get("candidates") or []
        blocked = (found.get("promptFeedback") or {}).get("blockReason")
        reason = candidates[0].get("finishReason", "STOP") if candidates else blocked
        if reason in _GOOGLE_REFUSALS or (blocked and not candidates):
            raise ContentRefusedError(f"{self.name} refused the picture ({reason})")
        parts = (candidates[0].get("content") or {}).get("parts") or []
        data = next(
            (part["inlineData"]["data"] for part in parts if "inlineData" in part and not part.get("thought")), None
        )
        if data is None:
            raise ProviderError(f"{self.name} sent no picture ({reason})")
        return _decoded(data)


class OpenAiPictures(Painter):
    """`POST {base}/images/generations`. Servers of older releases that answer an address are not followed."""

    facts = DRAWING["openai"]

    def __init__(self, setup: PictureSetup, caller: HttpCaller, *, key: str | None) -> None:
        super().__init__(setup)
        self._caller, self._key = caller, key

    def paint(self, order: PictureOrder) -> Carried:
        """Paint by one call; the endpoint takes no seed."""
        if self._key is None and not self._setup.is_own_server:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in the providers' secret")
        body = {
            "model": self._setup.model,
            "prompt": self._text(order),
            "size": nearest(self.facts.shapes, width=order.width, height=order.height),
            "quality": "medium",
            "output_format": "jpeg",
            "n": 1,
        }
        found = post_json(
            self._caller,
            self.name,
            f"{(self._setup.address or '').rstrip('/')}/images/generations",
            body,
            headers={} if self._key is None else {"Authorization": f"Bearer {self._key}"},
            seconds=order.seconds,
            explain=explain_refusal,
            most_bytes=_ANSWER_BYTES,
        )
        with reading(self.name):
            return self._carried(order, _decoded(found["data"][0]["b64_json"]))


class StabilityPictures(Painter):
    """A model of Stability on Bedrock by InvokeModel. A refusal is a finish reason of a successful answer."""

    facts = DRAWING["bedrock"]

    def __init__(self, setup: PictureSetup, client: Any) -> None:
        super().__init__(setup)
        self._client = client

    def paint(self, order: PictureOrder) -> Carried:
        """Paint by one call."""
        body = {
            "prompt": self._text(order),
            "aspect_ratio": nearest(self.facts.shapes, width=order.width, height=order.height),
            "seed": order.seed,
            "output_format": "jpeg",
            "mode": "text-to-image",
        }
        with within(order.seconds), own_errors(self.name, BEDROCK_KINDS):
            answer = self._client.invoke_model(
                modelId=self._setup.model,
                body=json.dumps(body).encode(),
                contentType="application/json",
                accept="application/json",
            )
            text = answer["body"].read()
        with reading(self.name):
            found = json.loads(text)
            reason = (found.get("finish_reasons") or [None])[0]
            if reason is not None and str(reason).startswith("Filter reason"):
                raise ContentRefusedError(f"{self.name} refused the picture ({str(reason)[:100]})")
            if reason is not None:
                raise ProviderError(f"{self.name} could not finish the picture ({str(reason)[:100]})")
            return self._carried(order, _decoded(found["images"][0]), seed=int(found["seeds"][0]))


def _decoded(data: Any) -> bytes:
    """Decode base64; raises ValueError if it was cut."""
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise ValueError("the picture was cut") from error
