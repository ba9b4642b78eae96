"""Bring your own translation engine: any function from sentences to sentences."""

import normtext
from normtext.engines import registry


def shout(sentences: list[str], source: str, target: str) -> list[str]:
    """Stand in for a real engine: a word list, and capitals for what it does not know."""
    words = {
        "de": "the",
        "stad": "city",
        "kiest": "chooses",
        "voor": "for",
        "open": "open",
        "software": "software",
    }
    return [" ".join(words.get(word.strip(".").lower(), word) for word in s.split()) for s in sentences]


registry.register("shout", shout)
result = normtext.translate("De stad kiest voor PyTorch.", "nl", engine="shout")
print(result.text)
print(result.checks)
