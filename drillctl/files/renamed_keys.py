"""Keys that people write for others: what ``check --fix`` may rename without asking.

A key is renamed only where one right key alone can be meant and the entry does not have that yet.
"""

from collections.abc import Collection
from difflib import SequenceMatcher
from functools import lru_cache

import yaml

ALIASES = {
    "certs": "certifications",
    "certificates": "certifications",
    "certification": "certifications",
    "qualifications": "certifications",
    "mail": "email",
    "e-mail": "email",
    "e_mail": "email",
    "tel": "phone",
    "telephone": "phone",
    "mobile": "phone",
    "tz": "timezone",
    "time_zone": "timezone",
    "time-zone": "timezone",
    "number": "count",
    "amount": "count",
    "quantity": "count",
    "requires": "needs",
    "required": "needs",
    "minimum": "min",
    "weekdays": "days",
    "start": "from",
    "begin": "from",
    "end": "to",
    "until": "to",
    "reason": "why",
    "latitude": "lat",
    "longitude": "lon",
    "lng": "lon",
    "length": "duration",
}
"""Other words for keys; each holds only where the right key is one of those allowed."""

_NEAR = 0.8
"""How alike two spellings must be (difflib's ratio): one letter in five may differ."""


def renamed(name: str, known: Collection[str], holder: yaml.MappingNode) -> str:
    """The key that `name` must mean among the `known` ones of `holder`; empty where it is open."""
    present = [str(key.value) for key, _ in holder.value]
    free = [key for key in known if key not in present]

    def meant(word: str) -> list[str]:
        plain = word.lower()
        tight = plain.replace("-", "_")
        if tight in free:
            return [tight]
        if ALIASES.get(plain) in free:
            return [ALIASES[plain]]
        return [key for key in free if _alike(plain, key)]

    found = meant(name)
    others = (word for word in present if word not in known and word != name)
    if len(found) != 1 or any(found[0] in meant(word) for word in others):
        return ""
    return found[0]


@lru_cache(maxsize=4096)
def _alike(word: str, key: str) -> bool:
    if len(word) < 4 or word[0] != key[0]:
        return False
    return sorted(word) == sorted(key) or SequenceMatcher(None, word, key).ratio() >= _NEAR
