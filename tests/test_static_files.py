"""The names under which a server gives out scripts: each tells its file's content."""

import re
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from ocop_portal.static_files import HashedFilesStorage

SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"
IMPORT = re.compile(r'\bfrom "\./([^"]+)"')


def test_modules_import_one_another_under_the_names_that_tell_their_content(tmp_path):
    storage = HashedFilesStorage(location=tmp_path)
    for path in SCRIPTS.glob("*.js"):
        storage.save(path.name, ContentFile(path.read_bytes()))
    names = storage.listdir("")[1]

    list(storage.post_process({name: (storage, name) for name in names}))

    for name in names:
        hashed = (tmp_path / storage.stored_name(name)).read_text("utf-8")
        asked = IMPORT.findall((SCRIPTS / name).read_text("utf-8"))
        assert IMPORT.findall(hashed) == [storage.stored_name(module) for module in asked]
        assert all((tmp_path / module).exists() for module in IMPORT.findall(hashed))
        assert not set(IMPORT.findall(hashed)) & set(asked)
    assert "autosave.js" in IMPORT.findall((SCRIPTS / "plan-editor-store.js").read_text("utf-8"))
