"""The actions on files: receive them in parts, examine them, and forget what nobody needs."""

from peygir.media.actions.forgetting import (
    delete_unwanted,
    drop_raw,
    forget_files,
    forget_uploads,
    let_go_of,
)
from peygir.media.actions.knowing import (
    examine_files,
    keep_look,
    renew_looks,
)
from peygir.media.actions.uploads import (
    LIVES,
    MOST_OPEN,
    DigestIsWrong,
    DiskIsNearlyFull,
    FileIsEmpty,
    FileIsTooBig,
    FileKindIsUnknown,
    OffsetIsWrong,
    UploadIsNotWhole,
    UploadsAreTooMany,
    append_part,
    begin_upload,
    drop_upload,
    keep_file,
    take_equal,
    take_upload,
)

__all__ = [
    "LIVES",
    "MOST_OPEN",
    "DigestIsWrong",
    "DiskIsNearlyFull",
    "FileIsEmpty",
    "FileIsTooBig",
    "FileKindIsUnknown",
    "OffsetIsWrong",
    "UploadIsNotWhole",
    "UploadsAreTooMany",
    "append_part",
    "begin_upload",
    "delete_unwanted",
    "drop_raw",
    "drop_upload",
    "examine_files",
    "forget_files",
    "forget_uploads",
    "keep_file",
    "keep_look",
    "let_go_of",
    "renew_looks",
    "take_equal",
    "take_upload",
]
