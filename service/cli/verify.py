"""``summaries verify``: who signed what readers see, by a given list of signers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..editions.proofs import Verdict, Verified
from ..review import policy_file
from ..review.policy import Policy
from ..review.signatures import Signature
from . import commands, terminal, verify_sources, workshop


@click.command(cls=commands.Command)
@click.argument("target", metavar="FILE|FOLDER|ADDRESS")
@click.option(
    "--signers", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Who may sign, as reviewers.toml says it. Default: that of SUMMARIES_LOCALES.",
)  # fmt: skip
@commands.format_option()
def verify(target: str, signers: Path | None, style: str) -> None:
    """Check who signed an edition, sentence by sentence, trusting nobody who publishes it.

    An edition file, a folder of editions or of an exported site, the address of an answer of the
    API or of a page. Names, kinds, languages, dates and keys are those of the list of signers.

    Example: summaries verify https://summaries.example.org/uk/harbor-fire --signers reviewers.toml
    """
    settings = workshop.settings()
    policy = _policy(signers, settings.locales)
    now = workshop.moment(settings)
    verified = list(verify_sources.verified(target, policy, now))
    if style == "json":
        terminal.echo_json([_to_json(edition) for edition in verified])
    else:
        for edition in verified:
            _show(edition, policy)
    if not all(edition.holds for edition in verified):
        click.get_current_context().exit(commands.FINDINGS)


def _policy(signers: Path | None, locales: Path) -> Policy:
    return policy_file.load(locales) if signers is None else policy_file.load_file(signers)


def _show(edition: Verified, policy: Policy) -> None:
    if edition.withdrawn:
        terminal.echo(f"{edition.place}: withdrawn, nothing to verify")
        return
    if edition.problem:
        terminal.echo(f"{edition.place}: NOT SIGNED: {edition.problem}")
        return
    wrong = sum(bool(verdict.objections) for verdict in edition.verdicts)
    said = f"{wrong} of {len(edition.verdicts)} NOT SIGNED" if wrong else "all signed"
    terminal.echo(f"{edition.place}: {said}")
    for verdict in edition.verdicts:
        terminal.echo(f"  {'NOT SIGNED' if verdict.objections else 'signed'}  {verdict.text}")
        for line in _lines(verdict, policy):
            terminal.echo(f"      {line}")


def _lines(verdict: Verdict, policy: Policy) -> list[str]:
    return [
        *verdict.objections,
        *(f"{locale}: {_who(mark, policy)}" for locale, mark in verdict.signed),
    ]


def _who(mark: Signature, policy: Policy) -> str:
    proof = "with their key" if mark.proof and policy.has_key(mark.name) else "without a key"
    made = f"; drafted by {mark.draft_by}" if mark.draft_by else ""
    if mark.translated_by:
        made += f"; translated by {mark.translated_by.name} ({mark.translated_by.kind})"
    return f"{mark.name} ({mark.kind}), {mark.date}, {proof}{made}"


def _to_json(edition: Verified) -> dict[str, Any]:
    return {
        "place": edition.place,
        "holds": edition.holds,
        "withdrawn": edition.withdrawn,
        "problem": edition.problem,
        "sentences": [
            {
                "id": verdict.id, "text": verdict.text, "holds": not verdict.objections,
                "objections": list(verdict.objections),
                "signed": [{"locale": name} | mark.to_json() for name, mark in verdict.signed],
            }
            for verdict in edition.verdicts
        ],
    }  # fmt: skip
