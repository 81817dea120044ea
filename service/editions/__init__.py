"""What readers may get: editions, the last gate, the publisher, and the window's copy of them.

The publisher writes edition files; ``repository`` reads and verifies them for the window.
Doors: ``publisher.Publisher`` and ``repository.EditionRepository``.
"""
