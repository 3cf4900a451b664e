"""Settings that hold several values: with commas between them, or as a JSON list."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_settings import NoDecode


def read_list(value: object) -> object:
    """The values of a list setting; what is not text is left to the validation that follows.

    >>> read_list("a.jsonl, https://example.org/jobs"), read_list('["a,b"]'), read_list(" ")
    (['a.jsonl', 'https://example.org/jobs'], ['a,b'], [])
    """
    if not isinstance(value, str):
        return value
    words = value.strip()
    if words.startswith("["):
        try:
            return json.loads(words)
        except json.JSONDecodeError as error:
            raise ValueError(
                "it begins like a JSON list and is none; write values with commas between"
            ) from error
    return [word for part in words.split(",") if (word := part.strip())]


Texts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(read_list)]
"""A list of texts."""
