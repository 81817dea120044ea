"""An edition file held against a list of signers, whoever published it."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from conftest import Newsroom

from service.editions import proofs, store
from service.review import policy_file, sign
from service.review.keys import PrivateKey
from service.review.policy import Policy
from service.review.sign import Reviewer

SLUG = "harbor-fire"
KEY = PrivateKey(bytes(range(32)))
Json = dict[str, Any]


LISTED = '[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\n'


def listing(name: str = "Jane Doe", languages: str = '"*"', more: str = "") -> Policy:
    """Return the list on which ``name`` alone may sign, with ``more`` lines for the entry."""
    entry = f'[[reviewers]]\nname = "{name}"\nkind = "person"\nlanguages = [{languages}]\n{more}'
    return policy_file._parsed(entry, "signers.toml")


@pytest.fixture
def edition(newsroom: Newsroom) -> Json:
    """What the Ukrainian edition's file says."""
    data: Json = json.loads(store.path(newsroom.editions, SLUG, "uk").read_bytes())
    return data


def objections(edition: Json, policy: Policy, now: datetime.datetime | None = None) -> set[str]:
    """Return why sentences of ``edition`` do not hold, each reason once."""
    verified = proofs.edition_file(edition, policy, now)
    assert not verified.problem
    assert verified.holds == (not any(v.objections for v in verified.verdicts))
    return {reason for verdict in verified.verdicts for reason in verdict.objections}


def test_each_sentence_is_signed_in_its_language_and_in_the_source(edition: Json) -> None:
    """By whom, for each of the two; readers' own words are named."""
    verified = proofs.edition_file(edition, listing())
    assert verified.holds and verified.place == f"{SLUG}/uk"
    assert verified.verdicts[0].text == "Пожежа складу в порту"
    for verdict in verified.verdicts:
        assert sorted((locale, one.name) for locale, one in verdict.signed) == [
            ("en", "Jane Doe"), ("uk", "Jane Doe"),
        ]  # fmt: skip


def test_nobody_signed_by_a_list_that_does_not_name_them(edition: Json) -> None:
    """Neither the words nor their source."""
    for name, languages, wrong in (
        ("Ann Late", '"*"', {"en", "uk"}),
        ("Jane Doe", '"uk"', {"en"}),
        ("Jane Doe", '"en"', {"uk"}),
    ):
        reasons = objections(edition, listing(name, languages))
        assert {reason.partition(":")[0] for reason in reasons} == wrong


def test_who_may_no_longer_sign_or_did_so_in_time_to_come_did_not_sign(
    newsroom: Newsroom, edition: Json
) -> None:
    """By the list's dates, and by the time that it is."""
    assert objections(edition, listing(more="until = 2020-12-31\n"))
    assert objections(edition, listing(more="revoked = 2020-12-31\n"))
    assert objections(edition, listing(), newsroom.now - datetime.timedelta(days=2))
    assert not objections(edition, listing(), newsroom.now + datetime.timedelta(days=2))


def test_a_key_proves_each_sentence_with_its_figures_and_evidence(newsroom: Newsroom) -> None:
    """In the source's language, where they are signed, and in the other; another key does not."""
    entry = '[[reviewers]]\nname = "Ann Key"\nkind = "person"\nlanguages = ["*"]\n'
    newsroom.appoint(f'{entry}key = "{KEY.public}"\n')
    for locale in ("en", "uk"):
        newsroom.sign(SLUG, locale, key=KEY, name="Ann Key")
    assert not newsroom.publish().problems
    for locale in ("en", "uk"):
        data = json.loads(store.path(newsroom.editions, SLUG, locale).read_bytes())
        assert not objections(data, listing("Ann Key", more=f'key = "{KEY.public}"\n'))
        other = listing("Ann Key", more=f'key = "{PrivateKey(bytes(32)).public}"\n')
        assert {reason.partition(":")[0] for reason in objections(data, other)} == {"en", locale}


def test_a_newer_headline_that_readers_are_told_of_is_signed_as_well(newsroom: Newsroom) -> None:
    """A page in a language that lags behind says what the source's headline is now."""
    key = f'key = "{KEY.public}"\n'
    entry = '[[reviewers]]\nname = "Ann Key"\nkind = "person"\nlanguages = ["*"]\n'
    newsroom.appoint(f"{entry}{key}")
    newsroom.sign(SLUG, "en", key=KEY, name="Ann Key")
    newsroom.sign(SLUG, "uk", key=KEY, name="Ann Key")
    newsroom.publish()
    day = newsroom.now.date()
    newsroom.now += datetime.timedelta(days=1)
    summary = newsroom.articles / SLUG / "summary.toml"
    newsroom.replace(summary, "Warehouse fire", "Large fire")
    newsroom.replace(summary, 'show = "all"', 'show = "quotes"')  # the headline covers it
    newsroom.update()
    newsroom.sign(SLUG, "en", "headline", key=KEY, name="Ann Key")
    newsroom.publish()
    data = json.loads(store.path(newsroom.editions, SLUG, "uk").read_bytes())
    assert data["newer"]["msgid"].startswith("Large fire")
    assert not objections(data, listing("Ann Key", more=key))
    # By a list on which she could sign until the day before, it is the headline that does not hold.
    verified = proofs.edition_file(data, listing("Ann Key", more=f"{key}until = {day}\n"))
    assert [bool(verdict.objections) for verdict in verified.verdicts] == [True, False, False]


@pytest.mark.parametrize("models", [True, False])
def test_who_carried_a_translation_over_could_say_so(newsroom: Newsroom, models: bool) -> None:
    """That a new source means what the old one did is for those who may sign the source."""
    claude = '[[reviewers]]\nname = "Claude"\nkind = "model"\nlanguages = ["*"]\n'
    (old,) = (m for m in newsroom.project.source(SLUG).messages if m.id == "fire")
    summary = newsroom.articles / SLUG / "summary.toml"
    newsroom.replace(summary, 'text = "A warehouse burned', 'text = "A warehouse burnt')
    newsroom.update()
    newsroom.sign(SLUG, "en")
    source = newsroom.project.source(SLUG)
    (status,) = (s for s in newsroom.project.assess(source, "en") or () if s.message.id == "fire")
    sign.same_meaning(
        newsroom.project, source, (old.singular, old.plural), status, Reviewer("Claude"),
        newsroom.now,
    )  # fmt: skip
    newsroom.publish()
    data = json.loads(store.path(newsroom.editions, SLUG, "uk").read_bytes())
    both = f"models = {str(models).lower()}\n" + LISTED + claude
    reasons = objections(data, policy_file._parsed(both, "signers.toml"))
    assert bool(reasons) != models
    assert all(reason.startswith("en: “Claude” is a model") for reason in reasons)


def test_what_was_changed_after_it_was_signed_cannot_be_used(edition: Json) -> None:
    """Also where whoever changed it made it a whole file again; so is what is no edition."""
    text = json.dumps(edition, ensure_ascii=False)
    for old, new in (("Пожежа складу", "Вибух складу"), ("Warehouse fire", "Warehouse blast")):
        assert old in text
        verified = proofs.edition_file(json.loads(text.replace(old, new)), listing())
        assert verified.problem and not verified.holds and not verified.verdicts
    for data in ([], {}, {"domain": SLUG}, {"domain": SLUG, "locale": 5}, {"locale": "uk"}, None):
        assert proofs.edition_file(data, listing()).problem == "it is no edition"
