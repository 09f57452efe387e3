"""References that are given to what people raise: R-07, I-02, F-13."""

from collections.abc import Collection


def first_free(form: str, taken: Collection[str]) -> str:
    """The first reference that nothing has, counted on from how many there are.

    `form` is such as "R-{:02d}". What was taken back keeps its reference: it may stand in a mail.
    """
    number = len(taken) + 1
    while (ref := form.format(number)) in taken:
        number += 1
    return ref
