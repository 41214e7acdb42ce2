"""Statutory holidays, from the `holidays` package (imported only when a policy names some)."""

from collections.abc import Iterable

from drillctl.language import tr


def statutory_holidays(codes: Iterable[str], years: Iterable[int]) -> frozenset[int]:
    """Date ordinals of the statutory holidays of countries (``CN``) or parts (``DE-BY``).

    Raises
    ------
    ValueError
        The package knows no such country or part.
    """
    found: set[int] = set()
    codes, years = tuple(codes), tuple(years)
    if not codes:
        return frozenset()
    import holidays

    for code in codes:
        country, _, part = code.partition("-")
        try:
            calendar = holidays.country_holidays(country, subdiv=part or None, years=years)
        except NotImplementedError as error:
            raise ValueError(tr("no statutory holidays known for {code!r}", code=code)) from error
        found.update(day.toordinal() for day in calendar)
    return frozenset(found)
