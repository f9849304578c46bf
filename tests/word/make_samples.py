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


BOLD, ITALIC = "<w:b/>", "<w:i/>"


def size(points):
    return f'<w:sz w:val="{int(points * 2)}"/>'


def head(number, date=ITALIC):
    left = cell(
        center(run("ỦY BAN NHÂN DÂN", BOLD + size(13))),
        center(run("TỈNH SƠN TRẠCH", BOLD + size(13))),
        center(run(f"Số: {number}/BC-UBND", size(13))),
    )
    right = cell(
        center(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD + size(13))),
        center(run("Độc lập - Tự do - Hạnh phúc", BOLD + size(14))),
        center(run("Sơn Trạch, ngày 18 tháng 3 năm 2024", date + size(14))),
    )
    title = center(run("báo cáo", BOLD + "<w:caps/>"))
    title += center(run("Công tác cải cách hành chính Quý I/2024 của tỉnh Sơn Trạch", BOLD))
    return table([left, right], bordered=False) + title + paragraph("Kính gửi: Bộ Nội vụ")


def foot(deputy=14):
    receivers = ["- Như trên;", "- Sở Nội vụ;", "- Lưu: VT, NC."]
    left = cell(paragraph(run("Nơi nhận:", BOLD + ITALIC + size(12))), *[paragraph(run(line, size(11))) for line in receivers])
    lines = [("TM. ỦY BAN NHÂN DÂN", 14), ("KT. CHỦ TỊCH", 14), ("PHÓ CHỦ TỊCH", deputy), ("", 14), ("Lê Quang Hiển", 14)]
    right = cell(*[center(run(line, BOLD + size(points))) for line, points in lines])
    return table([left, right], bordered=False)


def body(share, changed, late, inserted=""):
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
        inserted,
        paragraph("Trên đây là báo cáo công tác CCHC Quý I/2024 của UBND tỉnh Sơn Trạch, kính gửi Bộ Nội vụ tổng hợp./."),
    ])


def pages(width=11906, height=16838, left=1701, references=""):
    margins = f'<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="{left}" w:header="709" w:footer="709" w:gutter="0"/>'
    return f'<w:sectPr>{references}<w:pgSz w:w="{width}" w:h="{height}"/>{margins}'


AT_HEAD = '<w:headerReference w:type="default" r:id="rId5"/>'
AT_FOOT = '<w:footerReference w:type="default" r:id="rId6"/>'
NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
# The first page does not show its number.
PAGES = pages(references=AT_HEAD) + "<w:titlePg/></w:sectPr>"


def write(name, inside, notes, font="Times New Roman", points=14, page=PAGES, more=()):
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
    look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>{size(points)}'
    spacing = '<w:spacing w:before="120" w:line="276" w:lineRule="auto"/><w:jc w:val="both"/>'
    defaults = f"<w:rPrDefault><w:rPr>{look}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{spacing}</w:pPr></w:pPrDefault>"
    field = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ["begin", "separate", "end"])
    field = field.replace("</w:r>", "</w:r><w:r><w:instrText>PAGE</w:instrText></w:r>", 1)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = ["styles", "numbering", "footnotes", "comments", "header", "footer"]
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{word}.{kind}+xml"/>' for kind in kinds)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(*[(kind, f"{kind}.xml") for kind in kinds]),
        "word/document.xml": root("document", f"<w:body>{inside}{page}</w:body>"),
        "word/styles.xml": root("styles", f"<w:docDefaults>{defaults}</w:docDefaults>{NORMAL}"),
        "word/numbering.xml": root("numbering", lists),
        "word/footnotes.xml": root("footnotes", footnotes),
        "word/comments.xml": root("comments", comment),
        "word/header.xml": root("hdr", center(field)),
        "word/footer.xml": root("ftr", paragraph(field, properties='<w:jc w:val="right"/>')),
    }
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in [*parts.items(), *more]:
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
    + run(" (số liệu tạm)", "<w:vanish/>")
    + run(" của tỉnh", '<w:highlight w:val="yellow"/>')
)
# 18/72 is 25%; the decree's code of the type is written with a small letter that does not belong there.
wrong = paragraph(REFERENCE, "Trong đó có Kế hoạch số 15/Kh-UBND ngày 12/01/2024 của UBND tỉnh.")
write("con-sua.docx", head("64") + body("26,5%", changes, "1.240") + foot(), [wrong, SECOND], more=[("word/vbaProject.bin", "no program")])

# What the file looks like is wrong here, and nothing else.
LONG = (
    "Các cơ quan, đơn vị rà soát quy trình nội bộ, cập nhật kịp thời lên hệ thống, bố trí công chức hỗ trợ người dân nộp hồ sơ trực tuyến và "
    "báo cáo kết quả trước ngày cuối tháng để tổng hợp."
)


def spaced(before=120, line=276):
    return f'<w:spacing w:before="{before}" w:line="{line}" w:lineRule="auto"/>'


inserted = "".join([
    paragraph(run("Chữ của đoạn này chép từ trang khác.", '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>')),
    paragraph(run("Cỡ của đoạn này nhỏ hơn.", size(12))),
    paragraph(LONG.replace("cuối tháng", "20"), properties='<w:jc w:val="left"/>'),
    paragraph(LONG.replace("cuối tháng", "21"), properties=spaced(line=480)),
    paragraph(LONG.replace("cuối tháng", "22"), properties=spaced(before=0)),
    paragraph(LONG.replace("cuối tháng", "23"), properties='<w:ind w:firstLine="1134"/>'),
])
narrow = paragraph(properties=pages(left=1134, references=AT_FOOT) + "</w:sectPr>")
report = head("64", date="") + body("25%", "", "1.250", inserted) + foot(14.5)
annex = center(run("Danh sách đơn vị", BOLD))
letter = pages(width=15840, height=12240) + "</w:sectPr>"
write("trinh-bay.docx", report + narrow + annex, [FIRST, SECOND], page=letter)
more = [
    "Hệ thống thông tin giải quyết thủ tục hành chính được kết nối thông suốt từ tỉnh đến xã, sự cố trong quý được khắc phục trong ngày.",
    "Công tác tuyên truyền được đổi mới theo hướng ngắn gọn, đăng trên trang thông tin của các cơ quan và phát trên loa truyền thanh cơ sở.",
    "Việc khảo sát mức độ hài lòng được thực hiện tại Bộ phận Một cửa bằng phiếu điện tử, kết quả được công khai theo quy định.",
]
plain = head("64") + body("25%", "", "1.250", paragraph(LONG) + "".join(map(paragraph, more))) + foot()
write("phong-arial.docx", plain, [FIRST, SECOND], font="Arial", page=pages() + "</w:sectPr>")
write("co-12.docx", plain, [FIRST, SECOND], points=12)
write("chua-trinh-bay.docx", plain, [FIRST, SECOND], font="Calibri", points=11)
