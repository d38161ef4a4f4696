"""Shortening that leaves no half of a secret behind."""

from __future__ import annotations


def shorten(text: str, limit: int) -> str:
    """The beginning of a text, cut at white space.

    A secret that was cut in two would no longer be recognised, and no secret has white space in it. A
    single word that is too long goes as a whole.
    """
    if len(text) <= limit:
        return text
    end = limit
    while end > 0 and not text[end].isspace():
        end -= 1
    return f"{text[:end]}… [{len(text) - end} more characters]"
