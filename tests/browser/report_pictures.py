"""The pictures of the guide that test_report_walk.py takes, late in the demo year."""

LATER = frozenset(
    {
        *("tinh-hinh-bao-cao", "bao-cao-dang-soan", "bao-cao-da-gui"),
        *("tong-hop-so-lieu", "bao-cao-cua-tinh", "so-hai-phien-ban"),
    }
)
