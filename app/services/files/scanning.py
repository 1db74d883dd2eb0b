"""Files that no scanner has called clean are looked at again; an infected one is put away."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from app.files.scanner import ScanState, scan
from app.files.store import Store
from app.services.files.uploads import note, state_of


def scan_store(
    session: Session, store: Store, scanner: tuple[str, int], now: datetime
) -> Counter[ScanState]:
    """How many files are in which state afterwards. What is infected lies in the quarantine beside
    the store, and for every page it does not exist any more."""
    counted: Counter[ScanState] = Counter()
    for sha256 in store.all():
        state = state_of(session, sha256)
        if state is not ScanState.CLEAN:
            with store.open(sha256) as stream:
                said = scan(scanner, stream)
            note(session, sha256, said, now)
            state = said.state
        if state is ScanState.INFECTED:
            store.put_away(sha256)
        counted[state] += 1
    return counted
