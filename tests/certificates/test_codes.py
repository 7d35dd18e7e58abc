"""Codes are short, unmistakable and not to be guessed."""

from itertools import combinations

import pytest

from certificates import codes


def test_a_code_has_twelve_signs_of_the_alphabet_and_adds_up():
    made = {codes.new() for _ in range(500)}
    assert len(made) == 500
    assert {len(code) for code in made} == {12}
    assert all(codes.is_sound(code) for code in made)


def test_one_wrong_sign_never_adds_up():
    code = codes.new()
    wrong = [code[:i] + sign + code[i + 1 :] for i in range(12) for sign in codes.ALPHABET if sign != code[i]]
    assert len(wrong) == 12 * 30
    assert [each for each in wrong if codes.is_sound(each)] == []


def test_two_signs_changed_round_never_add_up():
    code = codes.new()
    for one, other in combinations(range(12), 2):
        signs = list(code)
        signs[one], signs[other] = signs[other], signs[one]
        assert codes.is_sound("".join(signs)) == (code[one] == code[other])


@pytest.mark.parametrize("typed", ["7kqm-2xwr-d94h", " 7KQM 2XWR D94H ", "7KQM2XWRD94H", "7KQM–2XWR–D94H"])
def test_hyphens_spaces_and_small_letters_do_not_matter(typed):
    assert codes.read(typed) == "7KQM2XWRD94H"


def test_look_alikes_are_read_as_what_they_were_meant_to_be():
    assert codes.read("IL1-abc") == "111ABC"


@pytest.mark.parametrize("text", ["", "7KQM", "0" * 12, "7KQM2XWRD94HH", "é" * 12])
def test_what_cannot_be_a_code_is_none(text):
    assert not codes.is_sound(codes.read(text))


def test_it_is_printed_in_groups_of_four():
    assert codes.grouped("7KQM2XWRD94H") == "7KQM-2XWR-D94H"
