"""What a file held besides what the register has fields for, kept beside the case as it stood."""

from __future__ import annotations

import json
from collections.abc import Mapping


def kept_text(values: Mapping[str, str]) -> str:
    """Values by heading, as one text that a row keeps; empty for none."""
    return json.dumps(dict(values), ensure_ascii=False) if values else ""


def kept_values(text: str) -> dict[str, str]:
    """What :func:`kept_text` was given; nothing where it has been taken out since."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): str(value) for name, value in found.items()}


def in_words(key: str, text: str) -> str:
    """What a row says, as search finds it: the reference in the file, and a line a column."""
    lines = [f"{heading}: {value}" for heading, value in kept_values(text).items()]
    return "\n".join([key, *lines] if key and not is_digest(key) else lines)


def is_digest(key: str) -> bool:
    """Whether a key was made of a row's content, since its file names no key."""
    return key.startswith("sha256:")
