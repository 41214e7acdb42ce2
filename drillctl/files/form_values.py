"""A typed value as the record's shape wants it, or what is wrong with it."""

from drillctl.files.said import Value
from drillctl.files.shapes import Scalar, Sort
from drillctl.files.typed_names import Names, an_id_like
from drillctl.files.typed_values import (
    Typed,
    a_day,
    a_local_time,
    a_session,
    a_word,
    an_id,
    clean,
    hours,
    shown,
    yes_no,
)
from drillctl.language import tr


class UnreadableError(ValueError):
    """What was typed has no meaning there; the text says how to write it."""


def read_typed(shape: Scalar, typed: Typed, names: Names) -> Value:
    """The value.

    Raises
    ------
    UnreadableError
        It has none.
    """
    found: Value | None
    hint = ""
    match shape.sort:
        case Sort.TEXT:
            return clean(typed).strip() if isinstance(typed, str) else shown(typed)
        case Sort.PERSON:
            return names.find("member", typed) or shown(typed)
        case Sort.ID:
            found = names.find(shape.of, typed)
            if found is None and (shape.of not in ("member", "team", "venue", "position")):
                found = an_id_like(typed)
            elif found is None and not names.known(shape.of):
                found = an_id(typed)
            hint = names.near(shape.of, typed)
            if len(same := names.several(shape.of, typed)) > 1:
                hint = tr("so are {people} called: write the id", people=", ".join(same))
        case Sort.SESSION:
            found, hint = a_session(typed), tr("write it as river-flood#1")
        case Sort.DAY:
            found, hint = a_day(typed, shape.prefix), tr("write it as 2027-03-31")
        case Sort.LOCAL_TIME:
            found, hint = a_local_time(typed), tr("write it as 2027-03-06 09:00")
        case Sort.HOURS:
            found, hint = hours(typed), tr("write 3.5 or 3h30m, at most two weeks")
        case Sort.YES_NO:
            found, hint = yes_no(typed), tr("write yes or no")
        case Sort.WHOLE:
            text = shown(typed)
            found = int(text) if text.isdecimal() and 1 <= len(text) <= 6 else None
            found, hint = found or None, tr("write a whole number")
        case Sort.WORD:
            assert shape.words is not None
            found = a_word(typed, shape.words)
            words = ", ".join(word.value for word in shape.words)
            hint = tr("write one of {words}", words=words)
    if found is None:
        raise UnreadableError(hint)
    return found
