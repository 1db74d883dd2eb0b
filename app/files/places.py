"""Where files lie: for each purpose its store, in a folder or in an object store as the settings
say. Nothing else makes a store."""

from __future__ import annotations

from app.files.shelf import FolderShelf, Shelf
from app.files.store import FolderStore, Store
from config import Settings

CHECKPOINTS = "checkpoints"


def files_of(settings: Settings) -> Store:
    """What people uploaded, but for bids."""
    return store_at(settings, "files")


def bid_files_of(settings: Settings, proposal_id: int) -> Store:
    """A bid keeps its files to itself, so that what is sealed can be taken away without a trace."""
    return store_at(settings, f"bids/{proposal_id}")


def letters_of(settings: Settings) -> Store:
    return store_at(settings, "letters")


def takeaway_files_of(settings: Settings) -> Store:
    return store_at(settings, "takeaways")


def parts_of(settings: Settings, upload: str) -> Shelf:
    """Each upload keeps its parts to itself, so that they can be taken away without a trace."""
    return shelf_at(settings, f"uploads/{upload}")


def checkpoints_of(settings: Settings) -> Shelf:
    return shelf_at(settings, CHECKPOINTS)


def address_of(settings: Settings, place: str) -> str:
    """For a person who looks for it."""
    if settings.object_storage is None:
        return str(settings.var / place)
    return f"s3://{settings.object_storage.bucket}/{place}"


def store_at(settings: Settings, place: str) -> Store:
    """`place` lies below CHONGXIAN_VAR, or below the root of the bucket."""
    if settings.object_storage is None:
        return FolderStore(settings.var / place)
    from app.files.objects import ObjectStore  # its library is loaded where it is used

    return ObjectStore(settings.object_storage, place)


def shelf_at(settings: Settings, place: str) -> Shelf:
    if settings.object_storage is None:
        return FolderShelf(settings.var / place)
    from app.files.objects import ObjectShelf

    return ObjectShelf(settings.object_storage, place)
