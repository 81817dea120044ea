"""From translated text to signature: signatures, signers, status, checks, what waits.

Reads and writes the files people edit. Knows nothing of HTTP. Door: ``project.Project``.
"""
