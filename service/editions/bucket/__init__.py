"""Object storage: what a publisher brings there, and what windows on other machines take from it.

The doors are :class:`Bucket`, one place of a store; ``uploading.Uploader`` for the publisher;
``window_copy.BucketFiles`` for a window; ``restoring`` for a folder that has less than the bucket.
"""

from .object_storage import Bucket, BucketError, MovedOnError, NoObjectError, Object

__all__ = [
    "Bucket", "BucketError", "MovedOnError", "NoObjectError", "Object", "restoring",
    "upload_outcome", "uploading", "window_copy",
]  # fmt: skip
