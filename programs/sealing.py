"""What is sealed: values in one canonical text, and its SHA-256."""

import json


def canonical(values):
    """The one way of writing these values as text: sorted keys, no spaces, Vietnamese as it is."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
