"""How the role of the function `providers` becomes an identity of another cloud, so that no key is stored anywhere.

[google]                                 # for vertex and google, unless they have a key
project = "my-project"
pool_provider = "//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/reelwright/providers/aws"
service_account = "reelwright@my-project.iam.gserviceaccount.com"

[azure]                                  # for azure, unless it has a key
tenant = "…"
client = "…"
resource = "/subscriptions/…/resourceGroups/…/providers/Microsoft.CognitiveServices/accounts/…"
"""

from typing import Final

from pydantic import Field

from reelwright.providers.addresses import Base
from reelwright.values import Value

GOOGLE_FEDERATED: Final = frozenset({"vertex", "google"})
"""The providers that take a token of Google Cloud. The Gemini API takes keys alone."""


class GoogleFederation(Value):
    """Workload identity federation of Google Cloud: the role signs GetCallerIdentity, Google exchanges it for a token."""

    project: str = Field(pattern=r"^[a-z][a-z0-9-]{4,28}[a-z0-9]$")
    location: str = Field(default="global", pattern=r"^[a-z0-9-]{1,40}$")
    """Where Vertex AI computes."""
    pool_provider: str = Field(
        pattern=r"^//iam\.googleapis\.com/projects/\d+/locations/global/workloadIdentityPools/[a-z0-9-]+/providers/[a-z0-9-]+$"
    )
    """The full name of the provider in the pool; it is the audience of the signed request."""
    service_account: str | None = Field(default=None, pattern=r"^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$")
    """Impersonated if given; else the federated identity itself has the rights."""
    base: Base | None = None
    """Another host than those of Google's token services."""

    @property
    def vertex_host(self) -> str:
        """Return the base URL of Vertex AI in this location."""
        area = "" if self.location == "global" else f"{self.location}-"
        return f"https://{area}aiplatform.googleapis.com"

    @property
    def models_path(self) -> str:
        """Return the path of Google's models in this project."""
        return f"/v1beta1/projects/{self.project}/locations/{self.location}/publishers/google/models"


ENTRA_AUDIENCE: Final = "api://AzureADTokenExchange"
"""For whom AWS signs the role's identity: Entra, in every public tenant."""
IDENTITY_SECONDS: Final = 300
"""The life of a signed identity, which is exchanged at once."""
_UUID: Final = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"


class AzureFederation(Value):
    """Workload identity federation of Microsoft Entra: AWS signs who the role is, and Entra takes it as an app's assertion."""

    tenant: str = Field(pattern=_UUID)
    client: str = Field(pattern=_UUID)
    """The app (client id) that has the role as a federated credential."""
    resource: str = Field(
        pattern=r"^/subscriptions/[^/#\s]+/resourceGroups/[^/#\s]+/providers/[^/#\s]+/accounts/[^/#\s]+$"
    )
    """The resource id of Azure Speech."""
    base: Base | None = None
    """Another host than Entra's."""
