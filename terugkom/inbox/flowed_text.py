"""Text that a mail program broke into lines only to send it (RFC 3676, format=flowed)."""


def join_flowed(text: str) -> str:
    """Return text whose lines end where their writer ended them: one that ends in a space goes on.

    A line goes on only in one that is quoted as deep; the line above a signature, ``-- ``, stays by itself.
    """
    found: list[list[str]] = []
    goes_on, before = False, 0
    for line in text.split("\n"):
        rest = line.lstrip(">")
        depth = len(line) - len(rest)
        words = rest.removeprefix(" ")
        if goes_on and depth == before and words != "-- ":
            found[-1].append(words)
        else:
            found.append([f"{'>' * depth} " if depth else "", words])
        goes_on, before = words.endswith(" ") and words != "-- ", depth
    return "\n".join("".join(each) for each in found)
