"""What the operating system says of a file, in words that can be said in the reader's language."""

import errno

from drillctl.files.limited import TooLargeError
from drillctl.language import tr

_SAID = {
    errno.ENOENT: tr("No such file or directory"),
    errno.EACCES: tr("Permission denied"),
    errno.EISDIR: tr("Is a directory"),
    errno.ENOTDIR: tr("Not a directory"),
    errno.ENOSPC: tr("No space left on device"),
    errno.EROFS: tr("Read-only file system"),
    errno.EFBIG: tr("File too large"),
    errno.ENAMETOOLONG: tr("File name too long"),
}


def system_error(error: OSError) -> str:
    """The system's words for an error; those that people are likely to meet are messages."""
    if isinstance(error, TooLargeError):
        return error.said
    return _SAID.get(error.errno or 0) or error.strerror or str(error)
