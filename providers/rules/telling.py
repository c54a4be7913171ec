"""What is said of emails to a prime's single points of contact, who may be none."""


def told_words(number: int) -> str:
    """How many are told, as a sentence."""
    if not number:
        return "The provider has no single point of contact, so nobody is told by email: tell it another way."
    if number == 1:
        return "Its single point of contact is told by email."
    return f"Its {number} single points of contact are told by email."
