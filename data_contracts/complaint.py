"""The base of every error that a user is meant to read: one sentence in each language.

Here is only the shape of such an error. The errors themselves stand beside the code that
raises them; defects of the program keep Python's own classes.
"""


class Complaint(ValueError):  # noqa: N818
    """Something that its reader can put right: what, where, and what to do.

    `cn` and `en` say the same, in one sentence each. They may name files, keys, columns and
    headers, and never quote data: what stands in the wrong place may be somebody's name.
    """

    # A ValueError, so that models may raise it while they validate.

    def __init__(self, cn: str, en: str) -> None:
        super().__init__(cn, en)
        self.cn = cn
        self.en = en

    def __str__(self) -> str:
        return f"{self.cn}\n{self.en}"
