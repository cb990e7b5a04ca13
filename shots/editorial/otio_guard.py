"""Looking at OTIO's JSON before the library does: depth, schema versions, loops.

Format: OpenTimelineIO "File Format Specification"; every object names its schema as ``Name.version``.
Metadata is not part of the cut and is left out, except for the reel that the EDL adapter keeps there.
"""

import json
from typing import Any

import opentimelineio as otio

from .model import CutError, CutWarning

MAX_DEPTH = 60
MAX_OBJECTS = 500_000
BROKEN = "The OTIO file is not complete or not JSON; export it again."


class Guard:
    """Rebuilds the JSON with only what is understood; ``warnings`` names the markers left out."""

    def __init__(self) -> None:
        self.known: dict[str, int] = otio.core.type_version_map()
        self.dropped: dict[str, int] = {}
        self.count = 0

    def clean(self, value: Any, depth: int = 0) -> Any:
        """``value`` without metadata and unknown markers. Raises CutError for any other unknown schema."""
        self.count += 1
        if depth > MAX_DEPTH:
            raise CutError(f"The OTIO file is nested more than {MAX_DEPTH} levels deep; flatten the nests and export.")
        if self.count > MAX_OBJECTS:
            raise CutError("The OTIO file has more than 500,000 objects; export one sequence at a time.")
        if isinstance(value, list):
            return [self.clean(item, depth + 1) for item in value if not self._is_unknown_marker(item)]
        if not isinstance(value, dict):
            return value
        self._check(value.get("OTIO_SCHEMA"))
        cleaned = {key: self.clean(item, depth + 1) for key, item in value.items() if key != "metadata"}
        cleaned.update(_kept_metadata(value.get("metadata")))
        return cleaned

    def warnings(self) -> list[CutWarning]:
        return [
            CutWarning(f"{count} markers are left out: their schema {schema} is newer than this server reads.")
            for schema, count in sorted(self.dropped.items())
        ]

    def _is_unknown_marker(self, item: Any) -> bool:
        schema = item.get("OTIO_SCHEMA") if isinstance(item, dict) else None
        if not isinstance(schema, str) or not schema.startswith("Marker."):
            return False
        if _version(schema) <= self.known["Marker"]:
            return False
        self.dropped[schema[:40]] = self.dropped.get(schema[:40], 0) + 1
        return True

    def _check(self, schema: Any) -> None:
        if schema is None:
            return
        name = str(schema).rpartition(".")[0]
        opentime = {"RationalTime", "TimeRange", "TimeTransform"}
        if not isinstance(schema, str) or _version(schema) > self.known.get(name, 1 if name in opentime else 0):
            raise CutError(
                f"The OTIO file uses the schema “{str(schema)[:40]}”, which this server does not read; "
                f"export it from OpenTimelineIO 0.18 or older, or as an EDL."
            )


def _version(schema: str) -> int:
    """The version in ``Name.version``; one that is no small number counts as newer than any."""
    digits = schema.rpartition(".")[2]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 99_999


def fcp_speed(metadata: Any) -> float | None:
    """The factor of a constant "Time Remap" effect as otio-fcp-adapter keeps it; None for all else."""
    effect = metadata.get("fcp_xml") if hasattr(metadata, "get") else None
    if effect is None or not hasattr(effect, "get") or effect.get("effectid") != "timeremap":
        return None
    parameters = effect.get("parameter")
    for parameter in [parameters] if hasattr(parameters, "get") else parameters or ():
        if hasattr(parameter, "get") and parameter.get("parameterid") == "speed":
            try:
                return float(parameter.get("value")) / 100
            except (TypeError, ValueError):
                return None
    return None


def _kept_metadata(metadata: Any) -> dict[str, Any]:
    """The two facts of a cut that live in metadata: the reel (EDL adapter) and the speed (FCP adapter)."""
    if not isinstance(metadata, dict):
        return {}
    cmx = metadata.get("cmx_3600")
    reel = cmx.get("reel") if isinstance(cmx, dict) else None
    if isinstance(reel, str):
        return {"metadata": {"cmx_3600": {"reel": reel[:100]}}}
    speed = fcp_speed(metadata)
    if speed is None:
        return {}
    parameter = {"parameterid": "speed", "value": str(speed * 100)}
    return {"metadata": {"fcp_xml": {"effectid": "timeremap", "parameter": parameter}}}


def guarded_json(text: str) -> tuple[str, list[CutWarning]]:
    """``text`` as the library may read it, and the warnings. Raises CutError."""
    guard = Guard()
    try:
        cleaned = guard.clean(json.loads(text))
    except RecursionError:
        raise CutError("The OTIO file is nested too deep; flatten the nests and export it again.") from None
    except ValueError:
        raise CutError(BROKEN) from None
    if not isinstance(cleaned, dict) or "OTIO_SCHEMA" not in cleaned:
        raise CutError("The file is JSON but no OTIO timeline; export the cut as OTIO.")
    return json.dumps(cleaned), guard.warnings()
