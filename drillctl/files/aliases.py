"""Guards against YAML that is small to write and huge or bottomless to read: aliases let a kilobyte
stand for millions of values, or lead back into themselves.
"""

import yaml

MOST_BY_ALIASES = 100_000
"""Values that the aliases of a document may stand for together."""


def alias_problem(root: yaml.Node) -> tuple[yaml.Node, bool] | None:
    """The node whose aliases lead back into it (True), or stand for too much (False)."""
    sizes: dict[int, int] = {}
    within: set[int] = set()
    steps: list[tuple[yaml.Node, bool]] = [(root, False)]
    while steps:
        node, done = steps.pop()
        if isinstance(node, yaml.ScalarNode) or (id(node) in sizes and not done):
            continue
        below = _below(node)
        if done:
            within.discard(id(node))
            sizes[id(node)] = size = 1 + sum(sizes.get(id(child), 1) for child in below)
            if size - len(sizes) > MOST_BY_ALIASES and size > 2 * _written(node):
                return node, False
            continue
        if id(node) in within:
            return node, True
        within.add(id(node))
        steps.append((node, True))
        for child in below:
            if id(child) in within:
                return child, True
            steps.append((child, False))
    return None


def _below(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for entry in node.value for part in entry]
    return list(node.value)


def _written(root: yaml.Node) -> int:
    """How many nodes the text itself has, each once."""
    seen: set[int] = set()
    left = [root]
    while left:
        node = left.pop()
        if id(node) not in seen:
            seen.add(id(node))
            if not isinstance(node, yaml.ScalarNode):
                left += _below(node)
    return len(seen)
