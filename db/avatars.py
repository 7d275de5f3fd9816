"""The little animals that stand for pupils. Each is one code point, two cells wide everywhere."""

from __future__ import annotations

AVATARS = tuple("🐶🐱🐭🐹🐰🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦆🦉🐺🐗🐴🦄🐝🐛🦋🐌🐞🐢🐍🦎🐙🦀🐠🐬🐳🦓🦒")


def avatar_for(number: int) -> str:
    """An animal for the pupil who comes `number`th: neighbours in a class get different ones."""
    return AVATARS[number % len(AVATARS)]
