"""A file as a browser gives it to an upload button."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def uploaded(data: bytes) -> tuple[dict[str, Any], ...]:
    """The value of the button when one picture was chosen."""
    file = {
        "name": "mine",
        "type": "image/png",
        "size": len(data),
        "content": memoryview(data),
        "last_modified": datetime.now(UTC),
    }
    return (file,)
