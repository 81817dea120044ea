"""``python -m service`` is ``summaries``."""

from .cli import main

main(prog_name="summaries")
