"""Who is named by a text: surely, perhaps, or not at all."""

import pytest

from drillctl.files.forget_mentions import Person

LI = Person(
    "li-wei", "李伟", "li.wei@example.org", "0571-8000", "former-1", "Former member 1",
    others=frozenset({"李伟明", "张李伟"}), ids=frozenset({"li-wei-2", "x.li-wei"}),
)  # fmt: skip
ANNA = Person(
    "anna", "Anna Berger", "anna@example.org", "", "former-1", "Former member 1",
    others=frozenset({"Anna Schmidt"}), ids=frozenset({"schmidt"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("person", "text", "after"),
    [
        (LI, "李伟迟到", "Former member 1迟到"),
        (LI, "由李伟负责，李伟。", "由Former member 1负责，Former member 1。"),
        (LI, "李伟 (li-wei), ask li-wei.", "Former member 1 (former-1), ask former-1."),
        (LI, "由li-wei负责", "由former-1负责"),
        (LI, "call 0571-8000 or li.wei@example.org", "call Former member 1 or Former member 1"),
        (ANNA, "Anna  Berger's boat", "Former member 1's boat"),
        (ANNA, "Anna\n  Berger", "Former member 1"),
    ],
)
def test_what_is_surely_theirs_is_replaced(person, text, after):
    assert person.forgotten_in(text) == after
    assert list(person.traces_in(after)) == []


@pytest.mark.parametrize(
    ("person", "text"),
    [
        (LI, "李伟明迟到"),
        (LI, "张李伟到场"),
        (LI, "li-wei-2 and x.li-wei"),
        (ANNA, "Anna Schmidt led"),
        (ANNA, "annalisa, susanna, Bergerac"),
    ],
)
def test_other_people_are_left_alone(person, text):
    assert person.forgotten_in(text) == text
    assert list(person.traces_in(text)) == []


@pytest.mark.parametrize(
    ("person", "text", "at"),
    [
        (LI, "李伟东迟到", 0),
        (LI, "请王李伟来", 2),
        (LI, "li-wei@other.example", 0),
        (ANNA, "Ask Anna.", 4),
        (ANNA, "Anna Bergers Boot", 0),
        (ANNA, "Frau Berger", 5),
    ],
)
def test_what_may_be_somebody_elses_is_found_and_left(person, text, at):
    assert person.forgotten_in(text) == text
    assert at in person.traces_in(text)


def test_a_name_that_two_have_is_left():
    person = Person("li-wei", "李伟", pseudonym="p", pseudonym_name="P", others=frozenset({"李伟"}))
    assert person.forgotten_in("李伟 came, li-wei too") == "李伟 came, p too"
    assert list(person.traces_in("李伟 came")) == [0]


def test_an_id_that_something_else_has_is_left():
    person = Person("alpha", pseudonym="p", pseudonym_name="P", ambiguous=True)
    assert person.forgotten_in("alpha went") == "alpha went"
    assert list(person.traces_in("alpha went")) == [0]


def test_an_address_that_two_share_is_left():
    person = Person("a", email="x@example.org", pseudonym="p", pseudonym_name="P",
                    others_contacts=frozenset({"x@example.org"}))  # fmt: skip
    assert person.forgotten_in("to x@example.org") == "to x@example.org"
