"""The one way to name data by its content: two equal data have one digest, whatever the order of their keys."""

import json
from hashlib import sha256
from typing import Any


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces; what is not JSON raises TypeError."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(data: Any) -> str:
    return sha256(canonical(data).encode()).hexdigest()
