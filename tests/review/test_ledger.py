"""Which signatures of a journal count: replaced, rejected, merged, copied, dated, keyed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.content.article import HEADLINE
from service.review import decisions, journal, keys, outlet_changes, signatures
from service.review.journal import Journal, Line, Order
from service.review.keys import PrivateKey
from service.review.ledger import Ledger, objection
from service.review.policy import Entry, Policy
from service.review.signatures import Kind, Signature, SourceInputs, Words

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
EVERYWHERE = frozenset({"*"})
POLICY = Policy(
    (Entry("Jane Doe", "person", EVERYWHERE), Entry("John Doe", "person", EVERYWHERE)),
)
OLD = Words("uk", "fire", "A fire", None, ("Вогонь",))
NEW = msgspec.structs.replace(OLD, strings=("Пожежа",))
SOURCE = Words("en", "fire", "A fire", None, ("A fire",), (), SourceInputs())
KEY, OTHER = PrivateKey(b"jane".ljust(32)), PrivateKey(b"mallory".ljust(32))
KEYED = Policy((Entry("Jane Doe", "person", EVERYWHERE, key=KEY.public),))


class Hands:
    """Lines of a journal, each written after those that ``heads`` names."""

    def __init__(self, heads: Sequence[str] = (), lines: Sequence[Line] = ()) -> None:
        self.heads, self.lines = list(heads), list(lines)

    def branch(self) -> Hands:
        """Return somebody else's copy, which goes its own way."""
        return Hands(self.heads, self.lines)

    def merge(self, other: Hands) -> Hands:
        """Return what git makes of both: all lines, and nobody has looked at them yet."""
        return Hands([*self.heads, *other.heads], [*self.lines, *other.lines])

    def write(
        self, kind: str, name: str, at: datetime.datetime = NOW, key: PrivateKey | None = None,
        /, **fields: Any,
    ) -> Line:  # fmt: skip
        """Write a line, signed with ``key`` if there is one."""
        line, content = journal.make("harbor-fire", kind, name, at, self.heads, fields)
        if key:
            proof = key.sign(content)
            more = fields | {"proof": proof}
            line, _content = journal.make("harbor-fire", kind, name, at, self.heads, more)
        self.heads, self.lines = [line.digest], [*self.lines, line]
        return line

    def sign(
        self, words: Words, name: str = "Jane Doe", *, at: datetime.datetime = NOW,
        kind: Kind = "person", key: PrivateKey | None = None,
    ) -> str:  # fmt: skip
        """Sign, and return the digest that the mark in the catalog names."""
        made = signatures.make(words, name, kind, "cli", at)
        self.put(words, made, key.sign(signatures.payload(words, made)) if key else "")
        return made.digest

    def put(self, words: Words, made: Signature, proof: str = "") -> None:
        """Write the line of a signature."""
        payload = msgspec.json.decode(signatures.payload(words, made))
        self.write(
            "signed", made.name, NOW, **{"payload": payload} | ({"proof": proof} if proof else {})
        )

    def copy(self, digest: str) -> None:
        """Write a signature's line again, as somebody who cannot sign would."""
        line = next(x for x in self.lines if Hands([], [x]).read().by_digest.get(digest))
        self.write("signed", line.name, NOW, **line.fields)

    def reject(self, words: Words, name: str = "John Doe") -> None:
        """Reject words."""
        self.write("rejected", name, NOW, words=words.digest(), reason="clumsy", keep=True)

    def read(self, policy: Policy = POLICY, **more: Any) -> Ledger:
        """Return what these lines say."""
        return Ledger(Journal(self.lines), policy, **more)

    def counts(self, digest: str, policy: Policy = POLICY, **more: Any) -> bool:
        """Tell whether the mark that names ``digest`` counts."""
        known = self.read(policy, **more)
        return known.counts(known.by_digest[digest])


@pytest.fixture
def hands() -> Hands:
    """Return an empty journal."""
    return Hands()


# --- replaced ---------------------------------------------------------------------------------


def test_a_later_signature_with_other_words_replaces_an_earlier_one(hands: Hands) -> None:
    """So an old mark, from a backup or another checkout, counts for nothing."""
    old = hands.sign(OLD)
    assert hands.counts(old)
    new = hands.sign(NEW, "John Doe")
    assert not hands.counts(old)
    assert hands.counts(new)


def test_the_old_words_signed_again_count_again(hands: Hands) -> None:
    """By the new mark, and not by the one of before."""
    old = hands.sign(OLD)
    hands.sign(NEW)
    again = hands.sign(OLD, at=NOW + datetime.timedelta(hours=1))
    assert hands.counts(again)
    assert not hands.counts(old)


def test_a_second_signature_under_the_same_words_replaces_nothing(hands: Hands) -> None:
    """Two people sign; both are shown."""
    first, second = hands.sign(OLD), hands.sign(OLD, "John Doe")
    assert hands.counts(first) and hands.counts(second)
    assert [s.signature.name for s in hands.read().standing(OLD)] == ["Jane Doe", "John Doe"]


@pytest.mark.parametrize(
    "change", [{"context": "flood"}, {"locale": "pl"}, {"context": None, "singular": "b"}]
)
def test_other_messages_and_languages_are_left_alone(hands: Hands, change: dict[str, Any]) -> None:
    """A signature replaces those of its own message."""
    old = hands.sign(OLD)
    hands.sign(msgspec.structs.replace(NEW, **change))
    assert hands.counts(old)


def test_a_signature_of_somebody_who_may_not_sign_replaces_nothing(hands: Hands) -> None:
    """Else anybody with the journal at hand could take words down."""
    old = hands.sign(OLD)
    hands.sign(NEW, "Mallory")
    hands.sign(NEW, "Jane Doe", kind="team")
    assert hands.counts(old)


def test_signatures_in_two_branches_replace_neither(hands: Hands) -> None:
    """Which one counts says the catalog; who signs after the merge decides."""
    there = hands.branch()
    ours, theirs = hands.sign(OLD), there.sign(NEW, "John Doe")
    merged = hands.merge(there)
    assert merged.counts(ours) and merged.counts(theirs)
    merged.sign(NEW, at=NOW + datetime.timedelta(hours=1))
    assert not merged.counts(ours)
    assert merged.counts(theirs)


# --- rejected ---------------------------------------------------------------------------------


def test_rejected_words_count_no_more_whoever_signed_them(hands: Hands) -> None:
    """A mark that a PO editor, or “git merge -X ours”, brings back brings nothing back."""
    first, second = hands.sign(OLD), hands.sign(OLD, "John Doe")
    hands.reject(OLD)
    assert not hands.counts(first) and not hands.counts(second)
    rejection = hands.read().rejected(OLD)
    assert rejection is not None and (rejection.name, rejection.reason) == ("John Doe", "clumsy")
    assert hands.read().rejected(NEW) is None


def test_a_rejection_that_gives_no_reason_is_one_all_the_same(hands: Hands) -> None:
    """The words stay up unless it says that they must not."""
    digest = hands.sign(OLD)
    hands.write("rejected", "John Doe", words=OLD.digest())
    known = hands.read()
    rejection = known.rejection(known.by_digest[digest])
    assert rejection is not None
    assert (rejection.reason, rejection.keep) == ("", True)
    hands.write("rejected", "John Doe", words=OLD.digest(), reason=5)
    again = hands.read().rejected(OLD)
    assert again is not None
    assert again.place == rejection.place


def test_only_a_later_signature_answers_a_rejection(hands: Hands) -> None:
    """It is the signer's own decision, with the rejection in front of them."""
    old = hands.sign(OLD)
    hands.reject(OLD)
    new = hands.sign(OLD, at=NOW + datetime.timedelta(hours=1))
    assert hands.counts(new)
    assert not hands.counts(old)
    assert hands.read().rejected(OLD) is None


def test_who_may_not_sign_answers_no_rejection(hands: Hands) -> None:
    """The words stay rejected."""
    hands.reject(OLD)
    hands.sign(OLD, "Mallory")
    assert hands.read().rejected(OLD) is not None


def test_in_two_branches_the_rejection_wins(hands: Hands) -> None:
    """Whichever was later by the clock: the signer did not know of it."""
    there = hands.branch()
    digest = hands.sign(OLD, at=NOW + datetime.timedelta(hours=5))
    there.reject(OLD)
    for merged in (hands.merge(there), there.merge(hands)):
        assert not merged.counts(digest)
        assert merged.counts(merged.sign(OLD, "John Doe"))


def test_of_two_rejections_one_answered_leaves_the_other(hands: Hands) -> None:
    """Two branches rejected; a third signed knowing of one."""
    there = hands.branch()
    hands.reject(OLD)
    hands.sign(OLD)
    there.reject(OLD, "Jane Doe")
    found = hands.merge(there).read().rejected(OLD)
    assert found is not None and found.name == "Jane Doe"


def test_words_that_were_replaced_do_not_come_back_by_a_rejection(hands: Hands) -> None:
    """Rejecting the new leaves nothing, rather than the old."""
    old = hands.sign(OLD)
    new = hands.sign(NEW)
    hands.reject(NEW)
    assert not hands.counts(old) and not hands.counts(new)


# --- copied -----------------------------------------------------------------------------------


def test_a_copied_line_answers_no_rejection_and_replaces_nothing(hands: Hands) -> None:
    """Who can write the journal, and not sign, gains nothing by writing a signature again."""
    old = hands.sign(OLD, key=KEY)
    new = hands.sign(NEW, at=NOW + datetime.timedelta(hours=1), key=KEY)
    hands.copy(old)
    assert hands.counts(new, KEYED) and not hands.counts(old, KEYED)
    hands.reject(NEW)
    hands.copy(new)
    assert not hands.counts(new, KEYED)


def test_a_copy_that_knows_nothing_is_replaced_all_the_same(hands: Hands) -> None:
    """Without parents it would stand beside what came later."""
    old = hands.sign(OLD, key=KEY)
    hands.sign(NEW, key=KEY)
    line = hands.lines[0]
    stray, _content = journal.make(
        "harbor-fire", "signed", "Jane Doe", NOW - datetime.timedelta(days=9), (), line.fields
    )
    hands.lines.append(stray)
    assert stray != line
    assert not hands.counts(old, KEYED)


def test_a_copy_without_its_proof_takes_no_proof_away(hands: Hands) -> None:
    """Else it would be a way to take words down."""
    old = hands.sign(OLD, key=KEY)
    line = hands.lines[0]
    for proof in ({}, {"proof": OTHER.sign(b"else")}):
        fields = {"payload": line.fields["payload"], **proof}
        for day in (-1, 1):
            at = NOW + datetime.timedelta(days=day)
            hands.lines.insert(
                0, journal.make("harbor-fire", "signed", "Jane Doe", at, (), fields)[0]
            )
    assert hands.counts(old, KEYED)


@pytest.mark.parametrize(
    "change",
    [{"name": "John Doe"}, {"payload": {}}, {"payload": None}, {"proof": 1}, {"payload": "text"}],
)
def test_a_line_that_does_not_fit_itself_is_none(hands: Hands, change: dict[str, Any]) -> None:
    """The line's name is the signer's, and its payload what signing writes."""
    digest = hands.sign(OLD)
    (line,) = hands.lines
    fields = dict(line.fields) | {k: v for k, v in change.items() if k != "name"}
    name = change.get("name", line.name)
    changed, _content = journal.make("harbor-fire", "signed", name, NOW, (), fields)
    assert digest not in Hands([], [changed]).read().by_digest


# --- dates, kinds, keys -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ahead", "counts"),
    [
        (datetime.timedelta(0), True),
        (datetime.timedelta(hours=23), True),
        (datetime.timedelta(hours=25), False),
        (datetime.timedelta(days=300_000), False),
    ],
)
def test_a_future_date_does_not_count(
    hands: Hands, ahead: datetime.timedelta, counts: bool
) -> None:
    """With a day's tolerance for clocks; and nothing that is signed so replaces anything."""
    old = hands.sign(NEW)
    digest = hands.sign(OLD, at=NOW + ahead)
    assert hands.counts(digest, now=NOW) == counts
    assert hands.counts(old, now=NOW) != counts


@pytest.mark.parametrize(("hours", "counts"), [(23, True), (25, False)])
def test_what_gives_does_not_count_before_its_date(hands: Hands, hours: int, counts: bool) -> None:
    """An answer, a meaning that stays, a decision on a correction: as a signature."""
    ahead = NOW + datetime.timedelta(hours=hours)
    hands.sign(SOURCE)
    hands.write("seen", "Jane Doe", ahead, **decisions.question(OLD, "negation", "?"))
    fields = {"locale": "all", "msgctxt": "fire", "old": ["text 0", None], "new": ["text 1", None]}
    hands.write("same-meaning", "Jane Doe", ahead, **fields)
    known = hands.read(now=NOW)
    assert (known.answered(OLD, "negation", "?") is not None) == counts
    assert bool(known.same_meaning("fire", "uk")) == counts
    assert (known.line_objection(hands.lines[-1], "en") is None) == counts


def test_all_signatures_of_a_message_are_known_the_newest_first(hands: Hands) -> None:
    """An edition may have to go back to one, and must not go behind a rejection."""
    old, new = hands.sign(OLD), hands.sign(NEW)
    hands.reject(OLD)
    hands.sign(SOURCE)
    known = hands.read()
    assert [signed.signature.digest for signed in known.of("uk", "fire")] == [new, old]
    assert known.of("uk", "another") == []


def test_what_was_decided_of_a_change_is_about_the_words_that_were_wrong(hands: Hands) -> None:
    """A figure that differs makes other words; who may not sign the source decides nothing."""
    fact = {"name": "dead", "type": "number", "value": "3", "format": "decimal"}
    wrong = msgspec.structs.replace(SOURCE, inputs=SourceInputs(None, (fact,)))
    hands.sign(SOURCE)
    fields = {"statement": "fire", "note": "", "because": "a comma", "old": decisions.wrong(wrong)}
    hands.write("corrected", "Jane Doe", **fields)
    hands.write("corrected", "Mallory", **fields)
    for lacking in fields:
        hands.write("corrected", "Jane Doe", **{k: v for k, v in fields.items() if k != lacking})
    (decision,) = hands.read().decisions()
    assert (decision.statement, decision.note, decision.because) == ("fire", "", "a comma")
    assert decision.is_about(wrong, frozenset())
    assert not decision.is_about(SOURCE, frozenset())


NOT_TOLD: list[dict[str, Any]] = [
    {"changed": True, "paragraphs": []}, {"changed": 1, "paragraphs": ["b" * 32]},
    {"changed": True, "paragraphs": [7]}, {"changed": True, "paragraphs": "b" * 32},
    {"changed": True},
]  # fmt: skip


def test_readers_are_told_of_a_changed_article_until_that_is_taken_back(hands: Hands) -> None:
    """By who may sign the source; a line that says it in half tells nothing and takes nothing back.

    Nobody is told of the very text that the summary was signed for.
    """
    signed, other = ["a" * 32], ["b" * 32]
    whole = {"slug": "harbor-fire", "ids": ["fire"], "paragraphs": signed}
    hands.sign(Words("en", HEADLINE, "Fire", None, ("Fire",), (), SourceInputs(), whole))
    hands.write("outlet-changed", "Mallory", **decisions.outlet_changed(other))
    for fields in NOT_TOLD:
        hands.write("outlet-changed", "Jane Doe", **fields)
    assert outlet_changes.in_force(hands.read(), signed) is None
    line = hands.write("outlet-changed", "Jane Doe", **decisions.outlet_changed(other))
    hands.write("outlet-changed", "Jane Doe", changed=False, paragraphs=other)
    hands.write("outlet-changed", "Mallory", **decisions.outlet_changed(None))
    change = outlet_changes.in_force(hands.read(), signed)
    assert change is not None
    assert (change.changed, change.paragraphs, change.line) == (True, tuple(other), line)
    assert outlet_changes.in_force(hands.read(), other) is None
    hands.write("outlet-changed", "Jane Doe", **decisions.outlet_changed(None))
    assert outlet_changes.in_force(hands.read(), signed) is None


def test_a_day_that_is_in_no_calendar_does_not_count() -> None:
    """Neither there nor in what an earlier version may have written."""
    made = signatures.make(OLD, "Jane Doe", "person", "cli", NOW)
    for date, good in ((made.date, True), ("2026-02-31T12:00:00Z", False)):
        signed = msgspec.structs.replace(made, date=date)
        reason = objection(POLICY, OLD, signed, article=True)
        assert (reason is None) == good
        assert good or date in str(reason)


def test_the_interface_is_trusted_whatever_the_clock_says(hands: Hands) -> None:
    """A clock that was set back must not take the pages' own words down."""
    digest = hands.sign(OLD, at=NOW + datetime.timedelta(days=900))
    assert hands.counts(digest, now=NOW, article=False)


def test_a_signer_signs_as_what_the_list_says(hands: Hands) -> None:
    """A model that is listed as one does not sign as a person, nor a person as a team."""
    policy = Policy((Entry("Lingua", "model", EVERYWHERE),), models=True)
    assert not hands.counts(hands.sign(OLD, "Lingua", kind="person"), policy)
    assert hands.counts(hands.sign(OLD, "Lingua", kind="model"), policy)


@pytest.mark.parametrize(
    ("start", "until", "good"),
    [(None, 22, True), (None, 21, False), (22, None, True), (23, None, False)],
)
def test_a_line_counts_on_the_days_on_which_its_writer_may_sign(
    hands: Hands, start: int | None, until: int | None, good: bool
) -> None:
    """Whoever has left answers no question and explains no change."""
    days = [day and datetime.date(2026, 11, day) for day in (start, until)]
    entry = Entry("Jane Doe", "person", EVERYWHERE, start=days[0], until=days[1])
    line = hands.write("seen", "Jane Doe")
    assert (Policy((entry,)).line_objection(line, "uk") is None) is good


def test_a_signer_signs_their_own_languages(hands: Hands) -> None:
    """Whoever reads Polish only does not answer for Ukrainian."""
    digest = hands.sign(OLD)
    for languages, counts in (({"uk"}, True), ({"pl", "en"}, False)):
        entry = Entry("Jane Doe", "person", frozenset(languages))
        assert hands.counts(digest, Policy((entry,))) is counts


def test_what_says_that_the_desk_wrote_it_is_signed_by_the_desk(hands: Hands) -> None:
    """Nobody writes lines in its name; the command line needs none of its keys."""
    policy = Policy((Entry("Jane Doe", "person", EVERYWHERE),), desk_key=KEY.public)
    for via, key, counts in (("desk", None, False), ("desk", OTHER, False), ("desk", KEY, True),
                             ("cli", None, True)):  # fmt: skip
        lines = Hands()
        made = signatures.make(OLD, "Jane Doe", "person", via, NOW)
        lines.put(OLD, made, key.sign(signatures.payload(OLD, made)) if key else "")
        assert lines.counts(made.digest, policy) is counts


def test_who_has_a_key_signs_with_it(hands: Hands) -> None:
    """Under that name nothing else counts: no proof, another key's, or another text's."""
    assert not hands.counts(hands.sign(OLD), KEYED)
    digest = hands.sign(OLD, at=NOW + datetime.timedelta(seconds=1), key=OTHER)
    assert not hands.counts(digest, KEYED)
    made = signatures.make(OLD, "Jane Doe", "person", "cli", NOW + datetime.timedelta(seconds=2))
    hands.put(OLD, made, KEY.sign(signatures.payload(NEW, made)))
    assert not hands.counts(made.digest, KEYED)
    good = hands.sign(OLD, at=NOW + datetime.timedelta(seconds=3), key=KEY)
    assert hands.counts(good, KEYED)
    known = hands.read(KEYED)
    shown = known.shown(known.by_digest[good])
    content = signatures.payload(OLD, shown)
    assert keys.verify(content, shown.proof, [shown.key]) == KEY.public


def test_a_proof_by_a_key_that_is_not_listed_is_not_shown(hands: Hands) -> None:
    """An edition names a key only where the list does."""
    digest = hands.sign(OLD, key=OTHER)
    known = hands.read()
    shown = known.shown(known.by_digest[digest])
    assert known.counts(known.by_digest[digest])
    assert (shown.proof, shown.key) == ("", "")


# --- the same meaning -------------------------------------------------------------------------


def corrected(hands: Hands, links: int, name: str = "Jane Doe", **more: Any) -> None:
    """Correct a typo in the source again and again."""
    for n in range(links):
        old, new = ([f"text {at}", None] for at in (n, n + 1))
        fields = {"locale": "all", "msgctxt": "fire", "old": old, "new": new} | more
        hands.write("same-meaning", name, NOW, **fields)


def test_a_chain_of_eight_leads_on_and_no_longer_one(hands: Hands) -> None:
    """A text that was corrected more often is to be translated again."""
    hands.sign(SOURCE)
    corrected(hands, 9)
    known = hands.read()
    chain = known.carries("fire", "uk", ("text 0", None), ("text 8", None))
    assert chain is not None and [x.fields["new"][0] for x in chain] == [
        f"text {n}" for n in range(1, 9)
    ]
    assert known.carries("fire", "uk", ("text 0", None), ("text 9", None)) is None
    assert known.carries("fire", "uk", ("text 1", None), ("text 9", None)) is not None
    assert known.carries("fire", "uk", ("text 1", None), ("text 0", None)) is None  # one way
    assert known.carries("fire", "uk", ("text 1", None), ("text 1", None)) == []
    assert known.carries("flood", "uk", ("text 0", None), ("text 1", None)) is None


def test_the_shortest_way_is_taken_and_circles_end(hands: Hands) -> None:
    """There and back is two lines; a way round does not count."""
    hands.sign(SOURCE)
    corrected(hands, 8)
    fields = {"locale": "all", "msgctxt": "fire"}
    hands.write("same-meaning", "Jane Doe", **fields, old=["text 3", None], new=["text 0", None])
    hands.write("same-meaning", "Jane Doe", **fields, old=["text 0", None], new=["text 7", None])
    chain = hands.read().carries("fire", "uk", ("text 3", None), ("text 8", None))
    assert chain is not None and len(chain) == 3
    assert hands.read().carries("fire", "uk", ("text 3", None), ("nowhere", None)) is None


def test_it_holds_in_the_language_it_was_said_for(hands: Hands) -> None:
    """A text may mean the same in one language and not in another."""
    hands.sign(SOURCE)
    corrected(hands, 1, locale="uk")
    assert hands.read().carries("fire", "uk", ("text 0", None), ("text 1", None)) is not None
    assert hands.read().carries("fire", "pl", ("text 0", None), ("text 1", None)) is None


def test_who_may_sign_the_source_says_it(hands: Hands) -> None:
    """And with the key, if there is one."""
    hands.sign(SOURCE, key=KEY)
    policy = Policy(
        (Entry("Jane Doe", "person", frozenset({"en"}), key=KEY.public),
         Entry("John Doe", "person", frozenset({"uk"}))),
    )  # fmt: skip
    way = ("fire", "uk", ("text 0", None), ("text 1", None))
    corrected(hands, 1, "John Doe")
    corrected(hands, 1, "Mallory")
    corrected(hands, 1)
    corrected(hands, 1, proof=KEY.sign(b"else"))
    assert hands.read(policy).carries(*way) is None
    fields = {"locale": "all", "msgctxt": "fire", "old": ["text 0", None], "new": ["text 1", None]}
    hands.write("same-meaning", "Jane Doe", NOW, KEY, **fields)
    assert hands.read(policy).carries(*way) is not None


@pytest.mark.parametrize(
    "change",
    [{"old": "ab"}, {"old": {"text 0": 1, "b": 2}}, {"new": ["text 1"]}, {"new": [1, None]},
     {"old": None}, {"new": ["text 1", 2]}, {"locale": None}],
)  # fmt: skip
def test_a_broken_line_says_nothing(hands: Hands, change: dict[str, Any]) -> None:
    """It is skipped, and stops no other."""
    hands.sign(SOURCE)
    corrected(hands, 1, **change)
    assert hands.read().same_meaning("fire", "uk") == []


# --- answers ----------------------------------------------------------------------------------


def test_an_answer_is_about_these_words_this_source_and_this_question(hands: Hands) -> None:
    """Other words, a corrected source or another question are asked again."""
    asked = ("negation", "one says “not”, the other does not")
    hands.write("seen", "Jane Doe", NOW, **decisions.question(OLD, *asked), because="an idiom")
    known = hands.read()
    line = known.answered(OLD, *asked)
    assert line is not None and line.fields["because"] == "an idiom"
    assert known.answered(NEW, *asked) is None
    assert known.answered(msgspec.structs.replace(OLD, singular="No fire"), *asked) is None
    assert known.answered(OLD, "names", asked[1]) is None
    assert known.answered(OLD, asked[0], "else") is None
    assert known.answered(msgspec.structs.replace(OLD, locale="pl"), *asked) is None


def test_who_may_not_sign_answers_nothing(hands: Hands) -> None:
    """And under a name with a key nobody without it."""
    asked = ("negation", "?")
    fields = decisions.question(OLD, *asked)
    hands.write("seen", "Mallory", NOW, **fields)
    assert hands.read().answered(OLD, *asked) is None
    hands.write("seen", "Jane Doe", NOW, **fields)
    assert hands.read(KEYED).answered(OLD, *asked) is None
    hands.write("seen", "Jane Doe", NOW, KEY, **fields)
    assert hands.read(KEYED).answered(OLD, *asked) is not None


# --- anything at all --------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip
FIELDS = st.dictionaries(
    st.sampled_from(
        ["payload", "proof", "words", "reason", "keep", "locale", "msgctxt", "old", "new", "source",
         "check", "text", "because"],
    ),
    JSON,
)  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(["signed", "rejected", "same-meaning", "seen", "later"]), FIELDS),
        max_size=6,
    )
)
def test_whatever_stands_in_a_journal_takes_nothing_away(lines: list[tuple[str, Any]]) -> None:
    """Lines with any fields stop no reader, and no signature but by the words' digest."""
    hands = Hands()
    digest = hands.sign(OLD)
    for kind, fields in lines:
        try:
            hands.write(kind, "Jane Doe", NOW, **fields)
        except journal.LineError:  # half characters
            continue
    assert hands.counts(digest)
    known = hands.read()
    assert known.carries("fire", "uk", ("a", None), ("b", None)) is None
    assert known.answered(OLD, "check", "text") is None


@given(st.lists(st.lists(st.integers(0, 30), max_size=4), max_size=25))
def test_the_order_knows_what_the_graph_says(parents: list[list[int]]) -> None:
    """The numbers that stand for a line's ancestors are those ancestors, in any merge."""
    lines: list[Line] = []
    for n, chosen in enumerate(parents):
        named = {lines[p % n].digest for p in chosen} if n else set()
        lines.append(journal.make("a", "comment", "Jane", NOW, named, {"n": n})[0])
    graph = Journal(lines)
    order = Order(graph)
    for line in lines:
        ancestors = graph.ancestors(line.digest)
        assert ancestors == {
            other.digest for other in lines
            if order.knows(order.place[line.digest], order.place[other.digest])
        }  # fmt: skip
