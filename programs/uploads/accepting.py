"""The one door for files that people upload: what is taken, under which name it is shown."""

import hashlib
import json
import re
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from programs.intake import capped
from programs.intake.outcomes import RefusedFileError

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
PICTURES = ("jpg", "png")
LARGEST = f"tối đa {settings.UPLOAD_FILE_BYTES // 2**20} MB"
_LABELS = {
    "pdf": "PDF",
    "jpg": "ảnh JPG",
    "png": "ảnh PNG",
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
}
_SPELT = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
_BROKEN = (
    "bị hỏng hoặc chưa tải xong. Hãy mở bằng phần mềm đã tạo ra tệp, lưu hoặc in lại thành PDF"
)
_HEAVY = (
    "quá nặng hoặc quá nhiều thành phần nên không kiểm tra được. Hãy in lại thành PDF, chia nhỏ"
)
# What is wrong with a file, and what to do, by the code of the child process.
_SENTENCES = {
    "E_CUT": _BROKEN,
    "E_FORMAT": _BROKEN,
    "E_ZIP": _BROKEN,
    "E_XML_DTD": _BROKEN,
    "E_TOO_HEAVY": _HEAVY,
    "E_ZIP_ENTRIES": _HEAVY,
    "E_UNPACKED_TOO_BIG": _HEAVY,
    "E_ACTIVE": "có mã chạy, lệnh tự chạy khi mở hoặc tệp đính kèm bên trong. "
    "Hãy in lại thành PDF thường",
    "E_MACRO": "có macro. Hãy lưu lại không có macro, hoặc in thành PDF",
    "E_EMBEDDED": "có nhúng tệp khác bên trong. Hãy in thành PDF",
    "E_EXTERNAL": "lấy mẫu hoặc dữ liệu từ nơi khác khi mở. Hãy ngắt liên kết, hoặc in thành PDF",
    "E_ENCRYPTED": "đặt mật khẩu hoặc bị khóa. Hãy bỏ mật khẩu, hoặc in lại thành PDF",
    "E_PIXELS": "lớn hơn 40 triệu điểm ảnh, hoặc có cạnh dài hơn 65.500. Hãy thu nhỏ ảnh",
}
_LONGEST_STEM = 80
# Names that Windows keeps for itself.
# "con", "LPT1.pdf"; not "contract.pdf".
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Accepted:
    """A file that was taken. `stored` bears a random name; `name` is the one to show."""

    stored: ContentFile
    name: str
    kind: str
    sha256: str
    pages: int | None = None

    @property
    def size(self):
        return self.stored.size

    @property
    def content_type(self):
        return CONTENT_TYPES[self.kind]


def accept(upload, kinds=tuple(CONTENT_TYPES), *, longest=0):
    """The upload as Accepted. The content decides what it is, a child process looks into it.

    Pictures are drawn anew, without the data of the camera, and no side longer than `longest`
    where that is given. Raises ValidationError with what is wrong and what to do.
    """
    if _extension(upload.name) not in kinds:
        raise _refusal(upload, "E_TYPE", kinds)
    _refuse_size(upload, upload.size)
    data = upload.read()
    try:
        found, kept = _look(data, longest)
    except RefusedFileError as refusal:
        raise _refusal(upload, refusal.problems[0].code, kinds) from refusal
    if found["kind"] not in kinds:
        raise _refusal(upload, "E_TYPE", kinds)
    data = kept or data
    _refuse_size(upload, len(data))
    return Accepted(
        stored=ContentFile(data, name=f"{uuid.uuid4().hex}.{found['kind']}"),
        name=shown_name(upload.name, found["kind"]),
        sha256=hashlib.sha256(data).hexdigest(),
        **found,
    )


def _look(data, longest):
    child = "programs.uploads.child"
    head, _, kept = capped.run(child, str(longest), data=data, has_packages=True).partition(b"\n")
    found = json.loads(head)
    if "refused" in found:
        raise RefusedFileError(found["refused"], "")
    return found, kept


def _extension(name):
    extension = PurePath(_last(name)).suffix.removeprefix(".").casefold()
    return _SPELT.get(extension, extension)


def _refuse_size(upload, size):
    if size > settings.UPLOAD_FILE_BYTES:
        most = settings.UPLOAD_FILE_BYTES // 2**20
        raise ValidationError(
            f"Tệp “{_quoted(upload)}” lớn hơn {most} MB. Hãy quét lại ở độ phân giải 200 dpi hoặc "
            "chia thành nhiều tệp."
        )


def _refusal(upload, code, kinds):
    if code in _SENTENCES:
        sentence = f"Tệp “{_quoted(upload)}” {_SENTENCES[code]}, rồi nộp lại."
    else:
        taken, kind = ", ".join(_LABELS[kind] for kind in kinds), _extension(upload.name)
        why = (
            f"không đọc được như {_LABELS[kind]}: bị hỏng, hoặc là tệp loại khác mang tên .{kind}"
            if kind in kinds
            else "không thuộc loại được nhận"
        )
        sentence = f"Tệp “{_quoted(upload)}” {why}. Hãy nộp: {taken}."
    return ValidationError(sentence, code=code)


def _quoted(upload):
    return _clean(_last(upload.name)) or "không tên"


# --- Names -------------------------------------------------------------------------------------


def shown_name(name, kind):
    """The user's file name as text to show and to download under, ending as its content does.

    No paths, no control signs, nothing that a spreadsheet or a system would act on.
    """
    stem = _clean(PurePath(_last(name)).stem)[:_LONGEST_STEM].strip(" .")
    if not stem or _DEVICE.match(stem):
        stem = f"tep {stem}".strip()
    return f"{stem}.{kind}"


def _last(name):
    return re.split(r"[/\\]", name)[-1]


def _clean(text):
    shown = unicodedata.normalize("NFC", text)
    kept = "".join(char for char in shown if char.isprintable() and char not in '<>:"|?*')
    return kept.lstrip("=+-@ ")
