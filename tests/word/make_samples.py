#!/usr/bin/env python3
"""Writes the sample reports in samples/word: files as Word keeps them, with automatic numbers, notes, tables and tracked changes.

Needs nothing but Python. The files are kept in the repository; run this again only to change them.
"""

import pathlib
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "samples" / "word"


def run(text, properties=""):
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, properties=""):
    runs = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(level, *runs):
    return paragraph(*runs, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def note(number):
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def cell(*paragraphs, properties=""):
    return f'<w:tc><w:tcPr>{properties}</w:tcPr>{"".join(paragraphs)}</w:tc>'


def table(*rows, bordered=True):
    sides = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ["top", "left", "bottom", "right", "insideH", "insideV"])
    borders = f"<w:tblBorders>{sides}</w:tblBorders>" if bordered else ""
    rows = "".join(f'<w:tr>{"".join(row)}</w:tr>' for row in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>{borders}</w:tblPr><w:tblGrid/>{rows}</w:tbl>'


def center(*runs):
    return paragraph(*runs, properties='<w:jc w:val="center"/>')


def head(number):
    left = cell(center("ỦY BAN NHÂN DÂN"), center(run("TỈNH SƠN TRẠCH", "<w:b/>")), center(f"Số: {number}/BC-UBND"))
    right = cell(
        center(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "<w:b/>")),
        center("Độc lập - Tự do - Hạnh phúc"),
        center(run("Sơn Trạch, ngày 18 tháng 3 năm 2024", "<w:i/>")),
    )
    title = center(run("báo cáo", "<w:b/><w:caps/>")) + center("Công tác cải cách hành chính Quý I/2024 của tỉnh Sơn Trạch")
    return table([left, right], bordered=False) + title + paragraph("Kính gửi: Bộ Nội vụ")


def foot():
    left = cell(*[paragraph(line) for line in ["Nơi nhận:", "- Như trên;", "- Sở Nội vụ;", "- Lưu: VT, NC."]])
    right = cell(*[center(line) for line in ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "Lê Quang Hiển"]])
    return table([left, right], bordered=False)


def body(share, changed, late):
    opening = (
        "Thực hiện Công văn số 581/BNV-CCHC ngày 21/02/2022 của Bộ Nội vụ, UBND tỉnh Sơn Trạch báo cáo kết quả công tác cải cách "
        "hành chính (CCHC) Quý I/2024 và phương hướng, nhiệm vụ Quý II/2024 như sau:"
    )
    merged = '<w:vMerge w:val="restart"/>'
    figures = table(
        [cell(paragraph("Lĩnh vực"), properties=merged), cell(paragraph("Hồ sơ"), properties='<w:gridSpan w:val="2"/>')],
        [cell(paragraph(), properties="<w:vMerge/>"), cell(paragraph("Đã giải quyết")), cell(paragraph("Đúng hạn"))],
        [cell(paragraph("Đất đai")), cell(paragraph("1.250")), cell(paragraph(late))],
        [cell(paragraph("Hộ tịch")), cell(paragraph("2.480")), cell(paragraph("2.480"))],
    )
    return "".join([
        paragraph(opening),
        numbered(0, "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"),
        paragraph("UBND tỉnh ban hành 12 văn bản chỉ đạo", note(1), ", tổ chức 03 cuộc họp chuyên đề."),
        numbered(0, "KẾT QUẢ THỰC HIỆN"),
        numbered(1, "Cải cách thể chế"),
        paragraph("Trong quý đã hoàn thành ", run("18/", "<w:b/>"), f"72 nhiệm vụ, đạt {share}", changed, "."),
        numbered(1, "Cải cách thủ tục hành chính"),
        numbered(2, "Rà soát, cắt giảm, đơn giản hóa thủ tục hành chính"),
        paragraph("Các sở rà soát xong 14 thủ tục, đề nghị bỏ 02 thành phần hồ sơ không còn cần."),
        numbered(2, "Tổng hợp, cập nhật số lượng thủ tục hành chính"),
        paragraph("Cơ sở dữ liệu của tỉnh có 1.842 thủ tục đang thực hiện."),
        numbered(2, "Thực hiện cơ chế một cửa, một cửa liên thông theo từng lĩnh vực như sau:"),
        figures,
        numbered(2, "Trả kết quả qua bưu điện: duy trì ở tất cả các xã, người dân không phải đi lại lần thứ hai", note(2), "."),
        numbered(1, "Cải cách tổ chức bộ máy"),
        paragraph("Các sở rà soát vị trí việc làm, không phát sinh đơn vị mới trong quý."),
        numbered(1, "Cải cách chế độ công vụ"),
        paragraph("Đã mở 02 lớp bồi dưỡng cho công chức cấp xã; không có trường hợp bị kỷ luật."),
        numbered(1, "Cải cách tài chính công"),
        paragraph("Các đơn vị thực hiện dự toán được giao, công khai ngân sách theo quy định."),
        numbered(1, "Xây dựng, phát triển Chính quyền điện tử, Chính quyền số"),
        paragraph("Hệ thống thông tin giải quyết thủ tục chạy ổn định, được nâng cấp vào cuối tháng 02."),
        numbered(0, "ĐÁNH GIÁ CHUNG"),
        paragraph("Công tác CCHC có chuyển biến; một vài xã vùng cao trả kết quả còn chậm do đi lại khó khăn."),
        numbered(0, "PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ II/2024"),
        paragraph("Tiếp tục rà soát thủ tục, tập huấn cho công chức Bộ phận Một cửa."),
        paragraph("Trên đây là báo cáo công tác CCHC Quý I/2024 của UBND tỉnh Sơn Trạch, kính gửi Bộ Nội vụ tổng hợp./."),
    ])


def write(name, inside, notes):
    def root(tag, text):
        return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{tag} xmlns:w="{WORD}" xmlns:r="{RELATIONS}">{text}</w:{tag}>'

    def relations(*targets):
        entries = "".join(
            f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, 1)
        )
        return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'

    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate([("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")])
    )
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    footnotes = "".join(f'<w:footnote w:type="{kind}" w:id="{at}">{paragraph()}</w:footnote>' for kind, at in [("separator", -1), ("continuationSeparator", 0)])
    footnotes += "".join(f'<w:footnote w:id="{number}">{text}</w:footnote>' for number, text in enumerate(notes, 1))
    comment = f'<w:comment w:id="0" w:author="Phòng CCHC" w:initials="P">{paragraph("Kiểm tra lại với Sở Tư pháp.")}</w:comment>'
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/>'
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = ["styles", "numbering", "footnotes", "comments"]
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{word}.{kind}+xml"/>' for kind in kinds)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(*[(kind, f"{kind}.xml") for kind in kinds]),
        "word/document.xml": root("document", f"<w:body>{inside}{page}</w:body>"),
        "word/styles.xml": root("styles", f"<w:docDefaults><w:rPrDefault><w:rPr>{font}</w:rPr></w:rPrDefault></w:docDefaults>"),
        "word/numbering.xml": root("numbering", lists),
        "word/footnotes.xml": root("footnotes", footnotes),
        "word/comments.xml": root("comments", comment),
    }
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(zipfile.ZipInfo(path, (2024, 3, 18, 8, 0, 0)), text, zipfile.ZIP_DEFLATED)


REFERENCE = "<w:r><w:footnoteRef/></w:r>"
FIRST = paragraph(REFERENCE, "Trong đó có Kế hoạch số 15/KH-UBND ngày 12/01/2024 của UBND tỉnh.")
SECOND = paragraph(REFERENCE, "Đã trả 312 kết quả, trong đó 204 kết quả về xã.")
write("sach.docx", head("64") + body("25%", "", "1.250") + foot(), [FIRST, SECOND])

TRACKED = 'w:author="Phòng CCHC" w:date="2024-03-18T08:00:00Z"'
changes = (
    f'<w:del w:id="1" {TRACKED}><w:r><w:delText xml:space="preserve"> kế hoạch năm</w:delText></w:r></w:del>'
    f'<w:ins w:id="2" {TRACKED}>{run(" kế hoạch")}</w:ins>'
    f'<w:commentRangeStart w:id="0"/>{run(" quý")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    + run(" của tỉnh", '<w:highlight w:val="yellow"/>')
)
# 18/72 is 25%; the decree's code of the type is written with a small letter that does not belong there.
wrong = paragraph(REFERENCE, "Trong đó có Kế hoạch số 15/Kh-UBND ngày 12/01/2024 của UBND tỉnh.")
write("con-sua.docx", head("64") + body("26,5%", changes, "1.240") + foot(), [wrong, SECOND])
