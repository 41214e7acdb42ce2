"""How likely it is that enough of those who are asked appear."""

from collections.abc import Sequence

UNKNOWN = 0.9
"""The probability that somebody appears of whom nothing is known."""


def keeps(minimum: int, probabilities: Sequence[float]) -> float:
    """The probability that at least `minimum` of independent people appear, each with their own.

    Exact: the tail of a Poisson-binomial distribution by convolution, one person after another.
    """
    if minimum <= 0:
        return 1.0
    short = [1.0] + [0.0] * (minimum - 1)
    for p in probabilities:
        for count in range(minimum - 1, 0, -1):
            short[count] = short[count] * (1 - p) + short[count - 1] * p
        short[0] *= 1 - p
    return max(0.0, 1.0 - sum(short))
