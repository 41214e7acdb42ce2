"""The reader's language, and messages in it (GNU gettext catalogues).

The catalogue of a language is ``locales/LANGUAGE/LC_MESSAGES/drillctl.po``, compiled to ``.mo``
beside it. One language holds for the whole run of a command.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from drillctl.language.message import Message

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "zh")
LOCALES = os.path.join(os.path.dirname(__file__), "locales")

_language = "en"
_translations: "NullTranslations | None" = None


def current() -> str:
    """The language in use, ``en`` or ``zh``."""
    return _language


def use(language: str) -> None:
    """Messages are shown in `language` from now on.

    Raises
    ------
    ValueError
        It is none of `LANGUAGES`.
    """
    global _language, _translations
    _translations = _catalogue(language)
    _language = language


def from_environment(environment: Mapping[str, str]) -> str:
    """The language that LANGUAGE, LC_ALL, LC_MESSAGES or LANG asks for, in gettext's order.

    As in GNU gettext, LANGUAGE counts only where the locale is not C.
    """
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)),
        "",
    )
    if locale.partition(".")[0] in ("", "C", "POSIX"):
        return "en"
    for wanted in [*environment.get("LANGUAGE", "").split(":"), locale]:
        language = wanted[:2].lower()
        if language in LANGUAGES and not wanted[2:3].isalpha():
            return language
    return "en"


def in_language(text: str) -> str:
    """`text` as its reader sees it: a message in the language in use, other text as it is."""
    return _shown(text, _translations)


def translated(text: str, language: str) -> str:
    """`text` in `language`, whichever is in use: for what holds several, such as the page.

    Raises
    ------
    ValueError
        It is none of `LANGUAGES`.
    """
    return _shown(text, _translations if language == _language else _kept(language))


@lru_cache
def _kept(language: str) -> "NullTranslations | None":
    return _catalogue(language)


def _catalogue(language: str) -> "NullTranslations | None":
    if language not in LANGUAGES:
        raise ValueError(f"no messages in language {language!r}")
    if language == "en":
        return None
    import gettext

    return gettext.translation("drillctl", LOCALES, [language])


def _shown(text: str, catalogue: "NullTranslations | None") -> str:
    if catalogue is None or not isinstance(text, Message):
        return str.__str__(text)
    if text.parts:
        return "".join(_shown(part, catalogue) for part in text.parts)
    if text.plural is not None:
        template = catalogue.ngettext(text.template, text.plural, text.number)
    else:
        template = catalogue.gettext(text.template)
    if not text.values:
        return template
    values: dict[str, Any] = {
        name: _shown(value, catalogue) if isinstance(value, Message) else value
        for name, value in text.values.items()
    }
    return template.format(**values)
