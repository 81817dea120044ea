"""Blueprints: pages, API, feeds, health, metrics, social cards.

A view fetches, decides and renders; ``web.init_app`` registers all of them.
"""
