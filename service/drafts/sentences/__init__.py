"""Sentences: an article's own, split, compared and chosen, and those of a model held against them.

Pure: texts come in, and sentences or reasons to refuse one come out. The doors are ``splitting``,
``selection`` for what to propose, ``guard`` for what a model wrote, and ``anaphora`` for what
cannot stand alone.
"""
