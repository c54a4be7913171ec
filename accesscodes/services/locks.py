"""Whoever makes, changes or judges by a prime's codes holds the prime's row: one after the other."""

from providers.models import Provider


def lock_prime(prime_id: int) -> Provider | None:
    """The prime's row, locked until the transaction ends; None where there is none."""
    return Provider.objects.select_for_update(no_key=True).filter(pk=prime_id).order_by().first()
