"""How likely it is that enough of some people appear, each by themselves."""

from collections.abc import Sequence


def keeps(minimum: int, probabilities: Sequence[float]) -> float:
    """The probability that at least `minimum` of these people appear.

    Exact: the Poisson binomial distribution, summed up one person at a time, in
    `minimum` x people steps. Each appears with their own probability and independently of the
    others. 1 where nobody need appear, 0 where there are fewer people than that.

    Raises
    ------
    ValueError
        A probability lies outside of 0 to 1.
    """
    for probability in probabilities:
        if not 0.0 <= probability <= 1.0:
            raise ValueError(f"{probability} is no probability")
    if minimum <= 0:
        return 1.0
    if minimum > len(probabilities):
        return 0.0
    exactly = [1.0] + [0.0] * (minimum - 1)
    enough = 0.0
    for probability in probabilities:
        enough += exactly[-1] * probability
        for number in range(minimum - 1, 0, -1):
            exactly[number] += probability * (exactly[number - 1] - exactly[number])
        exactly[0] *= 1.0 - probability
    return min(enough, 1.0)
