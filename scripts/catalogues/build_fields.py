#!/usr/bin/env python3
"""Make fields.csv: the tree of subject fields (lĩnh vực) and their report cells.

    python3 scripts/catalogues/build_fields.py

Every field names the one cell it is counted in, per kind of petition, in the
tables Biểu 02/XLĐ (complaint), 03/XLĐ (denunciation) and 04/XLĐ (feedback) of
TT 01/2024/TT-TTCP. A field inherits the cells of its parent unless it says
otherwise; an empty cell means the field is not offered for that kind.
"""

import csv
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent.parent / "sql" / "catalogues" / "fields.csv"
KINDS = ("complaint", "denunciation", "feedback")

# Cells of the three tables, in column order.
CELLS = {
    "complaint": ("admin_policy", "admin_land", "admin_other", "justice", "party", "other"),
    "denunciation": ("admin_policy", "admin_land", "admin_officials", "admin_other",
                     "corruption", "justice", "party", "other"),
    "feedback": ("policy", "land", "justice", "other"),
}

# code, name, (complaint, denunciation, feedback) or None to inherit
TREE = [
    ("admin", "Hành chính", ("admin_other", "admin_other", "other")),
    ("admin.policy", "Chế độ, chính sách", ("admin_policy", "admin_policy", "policy")),
    ("admin.policy.merit", "Người có công với cách mạng", None),
    ("admin.policy.assistance", "Bảo trợ xã hội, giảm nghèo", None),
    ("admin.policy.insurance", "Bảo hiểm xã hội, bảo hiểm y tế", None),
    ("admin.policy.pay", "Lương, phụ cấp, chế độ của cán bộ", None),
    ("admin.policy.education", "Giáo dục, tuyển sinh, học phí", None),
    ("admin.policy.health", "Y tế, khám chữa bệnh", None),
    ("admin.policy.ethnic", "Chính sách dân tộc, tôn giáo", None),
    ("admin.land", "Đất đai, nhà cửa", ("admin_land", "admin_land", "land")),
    ("admin.land.compensation", "Thu hồi đất, bồi thường, hỗ trợ, tái định cư", None),
    ("admin.land.certificate", "Cấp, đổi, thu hồi giấy chứng nhận", None),
    ("admin.land.boundary", "Ranh giới, diện tích, tranh chấp đất đai", None),
    ("admin.land.use", "Chuyển mục đích, giao đất, cho thuê đất", None),
    ("admin.land.reclaim", "Đòi lại đất cũ", None),
    ("admin.land.house", "Nhà ở, nhà thuộc sở hữu nhà nước", None),
    ("admin.land.farm", "Đất nông nghiệp, dồn điền đổi thửa", None),
    ("admin.officials", "Công chức, công vụ", ("admin_other", "admin_officials", "other")),
    ("admin.officials.conduct", "Thái độ, trách nhiệm của cán bộ, công chức", None),
    ("admin.officials.discipline", "Kỷ luật, tuyển dụng, bổ nhiệm", None),
    ("admin.officials.delay", "Chậm giải quyết thủ tục hành chính", None),
    ("admin.other", "Hành chính khác", ("admin_other", "admin_other", "other")),
    ("admin.other.construction", "Xây dựng, trật tự đô thị", None),
    ("admin.other.transport", "Giao thông, hạ tầng", None),
    ("admin.other.environment", "Môi trường, rác thải, nước thải", None),
    ("admin.other.utilities", "Điện, nước sạch, viễn thông", None),
    ("admin.other.sanction", "Xử phạt vi phạm hành chính", None),
    ("admin.other.status", "Hộ tịch, cư trú, căn cước", None),
    ("admin.other.farming", "Thủy lợi, nông nghiệp", None),
    ("corruption", "Tham nhũng", ("", "corruption", "")),
    ("justice", "Tư pháp", ("justice", "justice", "justice")),
    ("justice.court", "Xét xử", None),
    ("justice.investigation", "Điều tra, truy tố", None),
    ("justice.enforcement", "Thi hành án", None),
    ("party", "Đảng, đoàn thể", ("party", "party", "other")),
    ("other", "Lĩnh vực khác", ("other", "other", "other")),
    ("other.civil", "Tranh chấp dân sự, hôn nhân và gia đình", None),
    ("other.security", "An ninh, trật tự", None),
]


def rows():
    """The lines of the file, each with its parent's cells where it has none of its own."""
    cells = {}
    for sort, (code, name, own) in enumerate(TREE, 1):
        parent = code.rpartition(".")[0]
        cells[code] = own if own is not None else cells[parent]
        applies = "|".join(kind for kind, cell in zip(KINDS, cells[code]) if cell)
        for kind, cell in zip(KINDS, cells[code]):
            assert not cell or cell in CELLS[kind], f"{code}: {kind} has no cell {cell}"
        yield (code, parent, name, applies, *cells[code], sort * 10)


def main():
    with open(OUT, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "parent", "name", "applies_to",
                         "cell_complaint", "cell_denunciation", "cell_feedback", "sort"))
        writer.writerows(rows())
    print(f"{OUT.name}: {len(TREE)} rows")


if __name__ == "__main__":
    main()
