"""What is written: an article, its summary, messages, facts, placeholders, evidence, the interface.

Pure but for ``article``, which reads two files. Knows nothing of PO files or HTTP. Doors:
``article.load`` for an article, ``messages.Source`` for what is translated.
"""
