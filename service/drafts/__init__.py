"""Drafting: what a model, or a method without one, proposes for a person to correct and sign.

Nothing here is imported by serving. Whatever it writes is fuzzy, and says what made it.
"""
