"""Whoever answers yes to whatever an import asks."""


class Yes:
    """Takes every guess for right."""

    def layout(self, found):
        """Looks at nothing."""

    def column(self, found, column):
        """What it is guessed to be."""
        return column.target

    def order(self, column, dates):
        """Leaves the order open."""

    def same(self, sort, text, name, title):
        """They are the same."""
        return True
