"""What fills the sections of documents, by the names that doctrines use."""

from collections.abc import Callable, Iterable, Mapping

from drillctl.exports.documents.blocks import Block
from drillctl.exports.documents.content import evaluation, events, people, report, session
from drillctl.exports.documents.facts import Facts

CONTENT: Mapping[str, Callable[[Facts], Iterable[Block]]] = {
    **session.CONTENT,
    **people.CONTENT,
    **events.CONTENT,
    **evaluation.CONTENT,
    **report.CONTENT,
}
