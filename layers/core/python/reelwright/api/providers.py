"""The providers of this environment, for users who choose one and operators who maintain them."""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from reelwright.api.route import Route, Success
from reelwright.payload import Payload, Time
from reelwright.providers.setup import Credentials
from reelwright.providers.sheet import Capability, Unit


class PriceChangeView(Payload):
    """An announced price."""

    begins: Annotated[date, Field(description="The first day of the price (UTC).")]
    usd_input: Annotated[float, Field(ge=0)]
    usd_output: Annotated[float, Field(ge=0)]


class PriceView(Payload):
    """US dollars per unit today, with date and source. A text model's input and output have different prices."""

    unit: Unit
    usd_input: Annotated[float, Field(ge=0)]
    usd_output: Annotated[float, Field(ge=0, description="0 where only the input is priced.")]
    as_of: Annotated[date | None, Field(description="null: the price is the operator's own, from providers.toml.")]
    source: str | None
    changes: Annotated[
        tuple[PriceChangeView, ...], Field(description="Announced prices that begin later, the next one first.")
    ]


class ProviderView(Payload):
    """One provider. It is healthy while its circuit breaker lets calls through."""

    capability: Capability
    name: Annotated[str, Field(description="For `providers` or `voice_provider` of a request.")]
    is_local: Annotated[bool, Field(description="It runs inside of Reelwright, costs nothing and needs no key.")]
    credentials: Annotated[
        Credentials,
        Field(
            description="The AWS role, its federation with another cloud, a key, or nothing: calls are authorized by it."
        ),
    ]
    model: str | None
    is_healthy: bool
    unavailable_until: Annotated[Time | None, Field(description="When an unhealthy provider is called again.")]
    failed_at: Annotated[
        Time | None, Field(description="The last failure that its breaker counted; null if none is known.")
    ]
    failed_with: Annotated[str | None, Field(description="The error of that failure, for operators alone; else null.")]
    replaced: Annotated[int, Field(ge=0, description="How often another provider did its work instead.")]
    replaced_at: Annotated[Time | None, Field(description="When that happened last; null if never.")]
    replaced_by: Annotated[str | None, Field(description="The provider that did the work then.")]
    price: Annotated[PriceView | None, Field(description="null for a local provider.")]
    voices: Annotated[tuple[str, ...], Field(description="For `voice`: names, then genders. Empty unless it speaks.")]
    launched: Annotated[date | None, Field(description="The first day of the model; null if unknown.")]
    ends: Annotated[date | None, Field(description="The announced end of the model; null if no announcement is known.")]
    successor: Annotated[str | None, Field(description="The model that replaces it; null if unknown.")]
    probed: Annotated[date | None, Field(description="The last successful call with a real account; null if never.")]
    warning: Annotated[str | None, Field(description="The model has ended, or ends within 60 days.")]


class ProvidersView(Payload):
    """Every provider that is set up, by capability, first the preferred one."""

    providers: tuple[ProviderView, ...]


PROVIDER_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/providers",
        operation="listProviders",
        tag="jobs",
        summary="List the providers of text, speech, pictures and clips",
        description="With models, health, prices, voices, and the announced ends of models. No provider is called.",
        answers=(Success(status=200, description="The providers.", body=ProvidersView),),
    ),
    Route(
        method="POST",
        path="/api/v1/providers/{capability}/{provider}/close",
        operation="closeBreaker",
        tag="operations",
        summary="Close the circuit breaker of a provider, so that it is called again at once",
        description="Safe to repeat. Running processes see it within five seconds. Failures open the breaker again.",
        access="operator",
        answers=(Success(status=200, description="The provider as it is now.", body=ProviderView),),
    ),
)
