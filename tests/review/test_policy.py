"""Who may sign, as ``locales/reviewers.toml`` says it."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import msgspec
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import InputError
from service.review import policy as policy_module
from service.review import policy_file
from service.review.keys import PrivateKey
from service.review.policy import Policy
from service.review.signatures import Signature, Signer

KEY = PrivateKey(b"key".ljust(32)).public

JANE = '[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["uk", "zh_Hans"]\n'
BOT = '[[reviewers]]\nname = "Lingua"\nkind = "model"\nlanguages = ["*"]\n'


def read(folder: Path, text: str) -> Policy:
    (folder / policy_module.FILE).write_text(text)
    return policy_file.load(folder)


def objection(policy: Policy, name: str, date: str = "2026-11-22", **more: object) -> str | None:
    given: dict[str, object] = {"locale": "uk", "translators": None, "article": True, **more}
    return policy.objection(name, date=date, **given)  # type: ignore[arg-type]


def test_every_key_is_read(tmp_path: Path) -> None:
    """Those, too, that are looked at later: a file may have them already."""
    policy = read(
        tmp_path,
        f"models = true\nfour_eyes = true\n{JANE}"
        'also = ["jane@example.org"]\nkey = "' + KEY + '"\ndesk = true\nfrom = 2026-01-01\n'
        "until = 2026-12-31\nrevoked = 2027-01-01\ntake_down = true\n"
        '[[translators]]\nname = "Ann"\nkind = "team"\nlanguages = ["uk"]\nalso = ["ann@x.org"]\n',
    )
    assert (policy.models, policy.four_eyes, policy.open) == (True, True, False)
    day = datetime.date
    assert policy.reviewers == (
        policy_module.Entry(
            "Jane Doe", "person", frozenset({"uk", "zh_Hans"}), ("jane@example.org",),
            KEY, True, day(2026, 1, 1), day(2026, 12, 31), day(2027, 1, 1), True,
        ),
    )  # fmt: skip
    assert policy.known("ann@x.org") == Signer("Ann", "team")


def test_who_signs_is_published_and_read_back(tmp_path: Path) -> None:
    """A reader checks signatures with it: keys and times are all there, and no e-mail address."""
    desk = PrivateKey(b"desk".ljust(32)).public
    policy = read(
        tmp_path,
        f'models = true\ndesk_key = "{desk}"\n{JANE}also = ["jane@example.org"]\nkey = "{KEY}"\n'
        "desk = true\nfrom = 2026-01-01\nuntil = 2026-12-31\nrevoked = 2027-01-01\n"
        f"take_down = true\n{JANE}{BOT}",
    )
    file = tmp_path / "signers.json"
    file.write_bytes(msgspec.json.encode(policy.published()))
    again = policy_file.load_file(file)
    assert again.reviewers == tuple(
        dataclasses.replace(entry, also=(), take_down=False) for entry in policy.reviewers
    )
    assert (again.models, again.open, again.desk_key) == (True, False, desk)
    assert "example.org" not in file.read_text()
    assert policy_file.from_published(policy_module.NOBODY.published()) == Policy()


@pytest.mark.parametrize(
    "content",
    ["[", "[]", "{}", '{"models": true, "open": true, "signers": [{}]}',
     '{"models": true, "open": 1, "signers": []}', '{"models": true, "signers": []}',
     '{"models": false, "open": false, "signers": [{"name": "A", "kind": "person", "entries": '
     '[{"locales": ["*"], "from": "2026-02-31"}]}]}'],
)  # fmt: skip
def test_what_is_no_published_list_lets_nobody_sign(tmp_path: Path, content: str) -> None:
    """It is one finding, which names the file."""
    file = tmp_path / "signers.json"
    file.write_text(content)
    with pytest.raises(InputError, match=r"signers\.json"):
        policy_file.load_file(file)


def test_what_is_revoked_with_a_take_down_goes_down_alone(tmp_path: Path) -> None:
    """A stolen key takes down what it signed, not what its owner signs with the next one."""
    stolen, new = KEY, PrivateKey(b"new".ljust(32)).public
    policy = read(
        tmp_path,
        f'{JANE}key = "{stolen}"\nrevoked = 2026-11-22\ntake_down = true\n{JANE}key = "{new}"\n'
        f"{BOT}revoked = 2026-11-22\n"
        '[[reviewers]]\nname = "Max"\nkind = "person"\nlanguages = ["uk"]\n'
        "revoked = 2026-11-22\ntake_down = true\n",
    )
    for name, key, down in (
        ("Jane Doe", stolen, True), ("Jane Doe", new, False), ("Lingua", "", False),
        ("Max", "", True), ("Max", new, True), ("Nobody", stolen, False),
    ):  # fmt: skip
        signature = Signature(name, "person", "cli", "2026-11-01T00:00:00Z", "", key=key)
        assert policy.takes_down(signature) is down


def test_a_name_of_a_tool_is_told_from_its_address(tmp_path: Path) -> None:
    """Who is not listed is called as the tool calls them, and nobody gets another's name."""
    policy = read(tmp_path, JANE + 'also = ["jane@example.org"]\n')
    for text in ("Jane Doe", "JANE  doe", "J. D. <jane@example.org>", "jane@example.org"):
        assert policy.signer(text) == Signer("Jane Doe", "person")
    assert policy.signer("Ann  Smith <ann@example.org>") == Signer("Ann Smith", "unlisted")
    assert policy.signer("<ann@example.org>") == Signer("<ann@example.org>", "unlisted")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("model = true", "there is no key “model”: did you mean “models”?"),
        (JANE + 'langauges = ["pl"]', "did you mean “languages”?"),
        ('[[translators]]\nname = "A"\nkind = "team"\nkey = "x"', "there is no key “key”"),
        ("models = 1", "models is true or false"),
        ('[reviewers]\n"Jane" = ["uk"]', 'write [[reviewers]], then name = "Jane Doe", kind ='),
        ('translators = ["Ann Smith"]', "write [[translators]], then name = "),
        (JANE.replace("person", "unlisted"), "“Jane Doe” needs a kind"),
        ('[[reviewers]]\nkind = "team"\nlanguages = ["*"]', "needs a name"),
        ('[[reviewers]]\nname = "Jane Doe"\nkind = "person"', "“Jane Doe” needs languages"),
        (JANE.replace("zh_Hans", "zh-Hans"), "“zh-Hans” is no language"),
        (JANE + "from = 2026-05-01T10:00:00", "from in [[reviewers]] is a date"),
        (JANE + "from = 2026-05-02\nuntil = 2026-05-01", "which is no time"),
        (JANE + JANE.replace("person", "team"), "has two kinds"),
        (JANE + 'also = ["lingua"]\n' + BOT, "stands for both “Jane Doe” and “Lingua”"),
        (JANE + 'also = [" "]', "a name is empty"),
        (JANE.replace("Jane Doe", "a;b"), "no semicolon"),
        ("open = true\nfour_eyes = true", "four_eyes needs to know who everybody is"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(
    tmp_path: Path, text: str, said: str
) -> None:
    """With the remedy; what is not understood must not let anybody sign."""
    with pytest.raises(InputError) as error:
        read(tmp_path, text)
    (finding,) = error.value.findings
    assert said in finding.text
    assert "\n" not in finding.text


def test_without_the_file_nobody_may_sign(tmp_path: Path) -> None:
    """Nor by an empty one, or a link that leads nowhere."""
    with pytest.raises(InputError, match="is missing, so nobody may sign"):
        policy_file.load(tmp_path)
    assert "nobody may sign" in (objection(policy_module.NOBODY, "Jane Doe") or "")
    assert "not listed" in (objection(read(tmp_path, ""), "Jane Doe") or "")
    (tmp_path / policy_module.FILE).unlink()
    (tmp_path / policy_module.FILE).symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError):
        policy_file.load(tmp_path)


def test_models_sign_articles_only_where_they_may(tmp_path: Path) -> None:
    """The interface is part of the program, whoever made it; a model in an article is asked for."""
    assert "is a model" in (objection(read(tmp_path, BOT), "Lingua") or "")
    assert objection(read(tmp_path, BOT), "Lingua", article=False) is None
    assert objection(read(tmp_path, "models = true\n" + BOT), "Lingua") is None
    assert "is a model" in (objection(read(tmp_path, "open = true\n" + BOT), "Lingua") or "")


def test_a_name_signs_its_own_languages(tmp_path: Path) -> None:
    """Who is asked to sign Ukrainian does not sign Polish."""
    policy = read(tmp_path, JANE)
    assert objection(policy, "Jane Doe", locale="zh_Hans") is None
    assert "may not sign pl" in (objection(policy, "Jane Doe", locale="pl") or "")
    assert objection(read(tmp_path, "models = true\n" + BOT), "Lingua", locale="pl") is None


def test_a_name_with_a_key_signs_with_it_while_its_entry_holds(tmp_path: Path) -> None:
    """Neither another text, nor another key, nor one whose entry ended counts."""
    own, other = PrivateKey(b"key".ljust(32)), PrivateKey(b"other".ljust(32))
    policy = read(
        tmp_path, f'{JANE}key = "{KEY}"\n{JANE}key = "{other.public}"\nuntil = 2026-01-01\n'
    )

    def why(proof: str, **more: object) -> str:
        return objection(policy, "Jane Doe", content=b"words", proof=proof, **more) or ""

    assert why(own.sign(b"words")) == ""
    for proof in ("", own.sign(b"other words"), other.sign(b"words")):
        assert "not signed with it: use --key" in why(proof)
        assert "desk = true" in why(proof, desk=True)
    assert objection(policy, "Jane Doe") is None  # nobody asked for its proof
    assert policy.has_key("Jane Doe") and not policy.has_key("Lingua")
    assert policy.key("Jane Doe", b"words", own.sign(b"words")) == KEY
    assert policy.key("Jane Doe", b"words", "") == ""
    assert policy.key("Lingua", b"words", own.sign(b"words")) == ""


def test_a_key_that_the_desk_is_said_to_have_used_is_the_desks(tmp_path: Path) -> None:
    """Under a name without a key of its own, "the desk wrote it" is proven, too."""
    desk = PrivateKey(b"desk".ljust(32))
    policy = read(tmp_path, f'desk_key = "{desk.public}"\n{JANE}')
    found = objection(policy, "Jane Doe", content=b"words", proof="", desk=True) or ""
    assert "not signed with the desk_key" in found
    proof = desk.sign(b"words")
    assert objection(policy, "Jane Doe", content=b"words", proof=proof, desk=True) is None
    assert objection(policy, "Jane Doe", content=b"words") is None


def test_without_four_eyes_a_translator_may_sign(tmp_path: Path) -> None:
    """A newsroom of one publishes, too; and the source's editor has no translator."""
    assert objection(read(tmp_path, JANE), "Jane Doe", translators={"Jane Doe"}) is None
    assert objection(read(tmp_path, "four_eyes = true\n" + JANE), "Jane Doe") is None


def test_a_name_that_is_not_listed_is_called_so(tmp_path: Path) -> None:
    """Where anybody may sign, nobody knows whether it was a person."""
    policy = read(tmp_path, "open = true\n" + JANE)
    assert objection(policy, "Whoever") is None
    assert (policy.kind("Whoever"), policy.kind("Jane Doe")) == ("unlisted", "person")


@pytest.mark.parametrize(
    "name", ["jane doe", "JANE  DOE", "Jаne Doe", "Јаnе Dое", "Jane\u200b Doe", "Jane Doe\x1b[2J"]
)
def test_where_anybody_may_sign_nobody_passes_for_somebody_listed(
    tmp_path: Path, name: str
) -> None:
    """By another case, letters of another script, or characters that cannot be seen."""
    policy = read(tmp_path, f"open = true\n{JANE}")
    assert objection(policy, "Jane Doe") is None
    assert objection(policy, "Janet Doe") is None
    assert objection(policy, "Олена Коваль") is None
    why = objection(policy, name)
    assert why is not None
    assert "looks like “Jane Doe”" in why or "letters that look like others" in why
    assert "\x1b" not in why


def test_two_names_that_look_the_same_are_not_two(tmp_path: Path) -> None:
    """All letters of the second are Cyrillic."""
    two = JANE.replace("Jane Doe", "Cop Ace") + JANE.replace("Jane Doe", "Сор Асе")
    with pytest.raises(InputError, match="stands for both"):
        read(tmp_path, two)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("", True),
        (JANE, True),
        (JANE + BOT, True),  # a model that may not sign
        ("models = true\n" + JANE, False),
        ("open = true\n" + JANE, False),
    ],
)
def test_only_people_sign_where_nothing_else_may(tmp_path: Path, text: str, only: bool) -> None:
    """What the footer says of a site rests on it."""
    assert read(tmp_path, text).people_only is only
    assert not policy_module.NOBODY.people_only


def test_the_dates_of_a_name_are_those_of_its_entries(tmp_path: Path) -> None:
    """A second entry, for a second key, goes on where the first one ends; a revoked one is over."""
    policy = read(tmp_path, f"{JANE}until = 2026-05-01\n{JANE}from = 2026-06-01\n")
    assert objection(policy, "Jane Doe", "2026-05-01T23:59:59Z") is None
    assert "could sign until 2026-05-01" in (objection(policy, "Jane Doe", "2026-05-02") or "")
    assert objection(policy, "Jane Doe", "2026-06-01") is None
    policy = read(tmp_path, f"{JANE}revoked = 2026-05-01\n{JANE}from = 2026-06-01\n")
    assert "was revoked" in (objection(policy, "Jane Doe", "2026-04-01") or "")
    assert objection(policy, "Jane Doe", "2026-06-01") is None


@pytest.mark.parametrize(
    ("translator", "said"),
    [
        ("Jane Doe", "“Jane Doe” translated it"),
        ("JANE  DOE", "“Jane Doe” translated it"),
        ("J.D. <Jane@Example.org>", "“Jane Doe” translated it"),
        ("Lingua <jane@example.org>", "does not say who"),  # one of two
        ("Somebody", "does not say who “Somebody” is"),
        ("Lingua", None),
    ],
)
def test_four_eyes_are_two_peoples_however_they_are_spelt(
    tmp_path: Path, translator: str, said: str | None
) -> None:
    """Another spelling is no second person, and who is not known may be the same one."""
    text = f'four_eyes = true\n{JANE}also = ["jane@example.org"]\n{BOT}'
    found = objection(read(tmp_path, text), "Jane Doe", translators={translator})
    assert found is None if said is None else said in (found or "")


def test_the_bundle_says_that_a_model_signed_it() -> None:
    """No person did."""
    policy = policy_file.load(ROOT / "locales")
    assert policy.models
    assert [(e.name, e.kind) for e in policy.reviewers] == [("Claude", "model")]


KEYS = st.sampled_from(["models", "open", "name", "kind", "languages", "also", "from", "key"])
VALUES = st.sampled_from(["true", "1", '"x"', '["*"]', "[1]", "{}", "2026-01-01", "nan", '"model"'])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.tuples(KEYS, VALUES).map(" = ".join),
            st.sampled_from(["[[reviewers]]", "[reviewers]", "[[translators]]", "[x]"]),
            st.text(max_size=10),
        ),
        max_size=8,
    )
)
def test_no_file_is_more_than_a_finding(tmp_path: Path, lines: list[str]) -> None:
    """Whatever is in it, it says who may sign or what is wrong with it."""
    (tmp_path / policy_module.FILE).write_text("\n".join(lines), "utf-8", "replace")
    try:
        policy = policy_file.load(tmp_path)
    except InputError as error:
        assert str(error)
    else:
        assert policy.open or not policy.reviewers or policy.reviewers[0].languages
