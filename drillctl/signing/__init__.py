"""Who stands behind a plan: keys and detached signatures in the format of minisign.

The format is minisign's (https://jedisct1.github.io/minisign/), so that anybody can check a plan
with that program alone. The `minisign` package does the cryptography and is imported only here.
"""
