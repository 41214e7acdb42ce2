"""The documents of a session: what its people read before, fill in during and learn from after.

`doctrine` says by data which sections a document has, `content` fills them from the `facts` of a
session, `compose` joins both to blocks, and `word`, `markdown` and `workbook` print those.
"""
