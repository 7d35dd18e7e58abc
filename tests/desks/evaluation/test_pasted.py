"""Every kind of line of scores, right and wrong."""

import pytest

from desks.evaluation.pasted import read


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("50,60\n40,\n", [(50, 60), (40, None)]),
        ("50", [(50, None)]),
        ("before,after\n50,60", [(50, 60)]),
        ('"Before";"After"\n"50,5";60', [(50.5, 60)]),
        ("12.25\t13,5\r\n0;100", [(12.25, 13.5), (0, 100)]),
        ("\n  \n7 , 8\n", [(7, 8)]),
        ("٥٠;٦٠٫٥", [(50, 60.5)]),
        ("", []),
    ],
)
def test_one_learner_a_line_as_spreadsheets_write_it(text: str, pairs: list[tuple[float, float | None]]) -> None:
    assert read(text, most=100) == (pairs, [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Amina,50,60", "a_name"),
        ("أمينة;50;60", "a_name"),
        ("50,sixty", "a_name"),
        ("1e2,50", "a_name"),
        ("nan,50", "a_name"),
        ("50,60,70", "too_many"),
        (",60", "no_before"),
        ("50 60", "not_a_number"),
        ("50 %,60", "not_a_number"),
        ("=50,60", "not_a_number"),
        ("-1,60", "outside"),
        ("\u22121;60", "outside"),
        ("50,100.5", "outside"),
    ],
)
def test_a_wrong_line_is_told_by_its_number_and_the_others_are_read(line: str, why: str) -> None:
    pairs, wrong = read(f"50,60\n\n{line}\n40,", most=100)
    assert ([(each.number, each.why.value) for each in wrong], pairs) == ([(3, why)], [(50, 60), (40, None)])


def test_a_line_of_words_below_the_first_is_no_heading() -> None:
    assert [each.number for each in read("50,60\nbefore,after", most=100)[1]] == [2]
