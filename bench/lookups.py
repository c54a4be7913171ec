"""How long finding a participant takes among many, apart for each outcome (S7).

    python bench/lookups.py [--people 200000] [--lookups 2000]

Makes a database of its own beside the default one, fills it from a synthetic extract, and removes it.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "providerdirect.settings")
os.environ.setdefault("DEMONSTRATION", "1")
os.environ["TEST_DATABASE_NAME"] = "bench_lookups"

from dev import postgres

postgres.ensure_in_environment()

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from circumstances.models import Referral  # noqa: E402
from circumstances.selectors import Blocked, Found, find_participant  # noqa: E402
from circumstances.synthetic.words import DEFAULT_PRIMES  # noqa: E402
from programmes.types import Programme  # noqa: E402
from providers.models import Provider  # noqa: E402

Wanted = tuple[str, str, int, str]


def fill(people: int) -> None:
    """Load that many synthetic participants."""
    for name in DEFAULT_PRIMES:
        Provider.objects.create(name=name, is_prime=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "extract.csv"
        call_command("make_extract", participants=people, seed=1, output=file, skip_checks=True)
        call_command("load_participants", str(file), skip_checks=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def samples(count: int) -> dict[str, list[Wanted]]:
    """Whom to look for, by the outcome that is expected."""
    held = Referral.objects.values_list("person__nino", "person__full_name", "prime_id", "programme").order_by("?")
    plain = list(held.filter(person__special_handling="none")[:count])
    flagged = list(held.exclude(person__special_handling="none")[:count])
    return {
        "found": plain,
        "blocked": flagged,
        "wrong name": [(nino, "Nobody Else", prime, programme) for nino, _, prime, programme in plain],
        "another prime's": [(nino, name, 0, programme) for nino, name, _, programme in plain],
        "no such number": [
            (f"AA{n:06}A", name, prime, programme) for n, (_, name, prime, programme) in enumerate(plain)
        ],
    }


EXPECTED: dict[str, Callable[[object], bool]] = {
    "found": lambda outcome: isinstance(outcome, Found),
    "blocked": lambda outcome: isinstance(outcome, Blocked),
}


def measure(wanted: dict[str, list[Wanted]]) -> dict[str, list[float]]:
    """Milliseconds of each lookup. The kinds are mixed, so that none has the cache to itself."""
    jobs = [(kind, sought) for kind, all_sought in wanted.items() for sought in all_sought]
    random.Random(1).shuffle(jobs)  # noqa: S311 - a seed, not a secret
    taken: dict[str, list[float]] = {kind: [] for kind in wanted}
    for kind, (nino, name, prime_id, programme) in jobs:
        begun = time.perf_counter()
        outcome = find_participant(nino=nino, name=name, prime_id=prime_id, programme=Programme(programme))
        taken[kind].append((time.perf_counter() - begun) * 1000)
        assert EXPECTED.get(kind, lambda outcome: outcome is None)(outcome), kind
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--lookups", type=int, default=2_000)
    options = parser.parse_args()
    databases = setup_databases(0, interactive=False)
    try:
        fill(options.people)
        taken = measure(samples(options.lookups))
        print(f"{options.people:,} people, {Referral.objects.count():,} referrals; milliseconds a lookup")
        print(f"{'':18}{'lookups':>8}{'p50':>8}{'p95':>8}{'p99':>8}")
        for kind, times in taken.items():
            cuts = statistics.quantiles(times, n=100)
            print(f"{kind:18}{len(times):8}{cuts[49]:8.2f}{cuts[94]:8.2f}{cuts[98]:8.2f}")
    finally:
        teardown_databases(databases, 0)


if __name__ == "__main__":
    main()
