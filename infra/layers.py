"""The layers of the zip functions. With a function they must stay below 250 MB unzipped; a test checks it."""

from aws_cdk import Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.assets import folder_code, layer_code
from infra.environments import Environment
from infra.vendored import vendored_folder


class Layers(Construct):
    """Public: `triggers` for the trigger functions, `steps` for the step functions (None: they use the media image).

    Locally the layers hold only our own code: the libraries come from the checkout's virtual environment.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        python = environment.zip_python
        core = self._layer("core", layer_code("core", python), "The package reelwright")
        self.triggers: list[lambda_.ILayerVersion] = [core]
        self.steps: list[lambda_.ILayerVersion] | None = None
        if environment.packaging == "folder":
            self.steps = [core, self._layer("media", layer_code("media", python), "The package reelwright_media")]
        else:
            code = folder_code(vendored_folder(python))
            self.triggers.append(self._layer("vendored", code, "Libraries of the trigger functions"))

    def _layer(self, name: str, code: lambda_.Code, description: str) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            name,
            layer_version_name=f"{Stack.of(self).stack_name}-{name}",
            code=code,
            description=description,
        )
