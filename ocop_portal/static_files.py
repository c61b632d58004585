"""Static files under names that tell their content, in style sheets and in modules of scripts."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFilesStorage(CompressedManifestStaticFilesStorage):
    """A module imports another under that one's hashed name too: browsers keep both for ever."""

    support_js_module_import_aggregation = True
