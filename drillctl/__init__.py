"""drillctl: plans joint exercises of professional rescue teams and volunteer teams."""

__version__ = "0.1.0"
