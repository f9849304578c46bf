use proptest::prelude::*;

use super::*;
use crate::fact::amount::tests::facts;
use crate::fact::sheet;

/// The reckonings of a text, one a line: sort, basis, terms, result, and the suspect where they do not agree.
fn read(text: &str) -> Vec<String> {
    let (document, facts) = facts(text);
    let sheets = sheet::sheets(&document);
    let tables = Tables { sheets: &sheets, held: Tokens::default(), failing: Tokens::default() };
    let shown = |one: Reckoning| {
        let terms: Vec<String> = one.terms.iter().map(|term| term.written.value.to_string()).collect();
        let told = format!("{:?} {:?} {} = {}", one.sort, one.basis, terms.join(" "), one.result.written.value);
        if one.holds { told } else { format!("{told}: {} for {}", one.right, one.suspect.written.value) }
    };
    let list = |name: &str| match name {
        "plan_headings" => vec!["phương hướng"],
        "places" => vec!["huyện", "xã"],
        _ => Vec::new(),
    };
    let table = |name: &str| match name {
        "sides" => vec![vec!["trực tuyến", "trực tiếp"], vec!["đã", "đang | chưa"]],
        "opposites" => vec![vec!["đúng hạn", "quá hạn | trễ hạn"], vec!["trực tuyến", "trực tiếp"]],
        "divisions" => vec![
            vec!["?trước hạn", "đúng hạn | trước và đúng hạn", "quá hạn | trễ hạn"],
            vec!["mới", "sửa đổi, bổ sung", "bãi bỏ"],
        ],
        _ => Vec::new(),
    };
    let words = Vocabulary::of(list, table);
    reckonings(&document, &facts, &tables, &words).into_iter().map(shown).collect()
}

/// What fails in a text.
fn failing(text: &str) -> Vec<String> {
    let all: Vec<String> = read(text).into_iter().filter(|one| one.contains(" for ")).collect();
    // What was told by its words is told by its slip once more.
    let again = |one: &str| {
        let told = one.split_once(" Slip ");
        told.is_some_and(|(_, told)| all.iter().any(|other| other.ends_with(told) && !other.contains(" Slip ")))
    };
    all.iter().filter(|one| !again(one)).cloned().collect()
}

#[test]
fn a_percentage_that_nothing_explains_is_held_against_the_figures_beside_it() {
    for (text, expected) in [
        ("Cử 37 công chức dự thi, 32 người đạt, bằng 88,49%.", "Share Slip 32 37 = 88.49: 86.49 for 88.49"),
        ("Cài cho 187 trong 204 máy tính, bằng 95,67%.", "Share Slip 187 204 = 95.67: 91.67 for 95.67"),
        ("Tăng 22 tờ (từ 36 lên 58 bản), tương đương 64,11%.", "Growth Slip 58 36 = 64.11: 61.11 for 64.11"),
    ] {
        assert!(failing(text).iter().any(|one| one == expected), "{text}: {:?}", failing(text));
    }
    for text in [
        "Cử 37 công chức dự thi, 32 người đạt, bằng 86,49%.",
        "Làm chết 31 người, giảm 05 người; bị thương 39 người, giảm 02 người.",
        "Xử lý 03/04 văn bản phải bãi bỏ và 02/07 văn bản phải sửa; 06 văn bản còn lại làm sau.",
        "Đạt 77,08% về số lớp (74 lớp trên 96 lớp) và 77,00% về lượt người (5.390 người trên 7.000 người).",
    ] {
        assert_eq!(failing(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn parts_right_behind_a_total_are_added_up() {
    for (text, expected) in [
        ("Cùng kỳ là 28 văn bản (10 nghị quyết, 11 quyết định).", "Sum Tally 10 11 = 28: 21 for 28"),
        ("Trong 15 tờ có 04 lệnh của sở và 14 thư của xã.", "Sum Tally 4 14 = 15"),
    ] {
        assert!(failing(text).iter().any(|one| one.starts_with(expected)), "{text}: {:?}", failing(text));
    }
    for text in [
        "Kiểm tra 09 nơi (02 sở, 07 xã).",
        "Mở 12 lớp cho 1.046 người (07 lớp nghề với 612 người, 05 lớp chữ với 434 người).",
        "Có 27 nơi (32 - 9 + 4).",
    ] {
        assert_eq!(failing(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn figures_that_agree_are_reckoned_and_hold() {
    for (text, expected) in [
        ("Có 86 nhiệm vụ, gồm 14 nhiệm vụ mới, 15 nhiệm vụ cũ và 57 nhiệm vụ khác.", "Sum Whole 14 15 57 = 86"),
        ("Có 185 TTHC (mới 10 TTHC; sửa 169 TTHC; bỏ 06 TTHC).", "Sum Bracket 10 169 6 = 185"),
        ("Đã có 12/17 đầu việc hoàn thành; 05 đầu việc còn lại đang làm.", "Rest Left 17 12 = 5"),
        ("Hoàn thành 37/68 việc; 29 việc đang làm; 02 việc chậm.", "Rest States 68 37 29 = 2"),
        ("Đăng 337 tin, bài, đạt 105,3% kế hoạch (320 tin, bài).", "Share Named 337 320 = 105.3"),
        ("Giải ngân đạt 9.812 tỷ đồng, bằng 85,92% kế hoạch 11.420 tỷ đồng.", "Share Named 9812 11420 = 85.92"),
        ("Có 571 hộ. Hộ mới có 462 hộ, chiếm 80,9% tổng số.", "Share Earlier 462 571 = 80.9"),
        ("Mở 612 buổi với 48.960 lượt người, bình quân 80 người/buổi.", "Average Mean 48960 612 = 80"),
        ("Đạt 860 lượt, tăng gấp 2,5 lần so với năm trước (344 lượt).", "Average Mean 860 344 = 2.5"),
        ("Đúng hạn đạt 99,1%, trễ hạn 0,9%.", "Complement States 99.1 = 0.9"),
        ("Nhận 243 đơn, đã giải quyết 236/243 đơn.", "Same Total 243 = 243"),
        ("Vi phạm 872,3 triệu đồng (thu hồi 614,0; xử lý khác 258,3).", "Sum Bracket 614.0 258.3 = 872.3"),
        ("Có 94 tổ: 61 tổ cũ (tốt: 41 tổ; khá: 20 tổ), 07 tổ mới và 26 tổ khác.", "Sum Bracket 61 7 26 = 94"),
        ("Trong 94 tổ có 61 tổ cũ (tốt: 41 tổ; khá: 20 tổ) và 33 tổ mới.", "Sum Partial 61 33 = 94"),
        ("Trong 14 tổ có 03 tổ mới, 07 tổ cũ và 04 tổ khác.", "Sum Partial 3 7 4 = 14"),
        ("Nhận báo cáo của 46/48 nơi (14/14 bộ; 32/34 tỉnh).", "Sum Bracket 14 32 = 46"),
        ("Phạt 36 người: nhắc nhở (21), cảnh cáo (09), cách chức (06).", "Sum Bracket 21 9 6 = 36"),
        ("Rà soát 148 tờ; giữ nguyên 52, thay thế 71, bãi bỏ 25 tờ.", "Sum Bracket 52 71 25 = 148"),
        ("Được giao 2.548, đã sử dụng 2.391, còn 157 chưa dùng.", "Rest Left 2548 2391 = 157"),
        ("Xuất khẩu 21 tỷ USD, nhập khẩu 12 tỷ USD, xuất siêu 09 tỷ USD.", "Rest Left 21 12 = 9"),
        ("Gỗ 1.204,6 tấn, tăng 22,3% (cùng kỳ 985,2 tấn).", "Growth Change 1204.6 985.2 = 22.3"),
        ("Đạt 99,16%, tăng 1,04 điểm phần trăm so với năm trước (98,12%).", "Rest Change 99.16 98.12 = 1.04"),
        ("Có 02 mô hình: “Một”; “Hai” (xã A).", "Same Items 2 = 2"),
        ("Kiểm tra 02 huyện (Văn Yên, Lục Yên).", "Same Items 2 = 2"),
        ("Rà soát 674 tờ, gồm 231 nghị quyết và 443 quyết định; xác định 389 tờ cũ.", "Sum Whole 231 443 = 674"),
        ("Có 58 tờ, gồm 13 kế hoạch, 45 công văn, tăng 9 tờ so với cùng kỳ (49 tờ).", "Sum Whole 13 45 = 58"),
        ("Có 14 việc; sở giải quyết 96 tờ; huyện giải quyết 15 tờ, tổng cộng 111 tờ.", "Sum Whole 96 15 = 111"),
        ("Xử lý 46 nhà dôi dư, còn 12 nhà trong tổng số 58 nhà.", "Sum Whole 46 12 = 58"),
        ("Giao 164 việc (năm 2023 chuyển sang 11 việc, giao mới 153 việc).", "Sum Bracket 11 153 = 164"),
        ("Soạn 268 tờ[^1].\n\n[^1]: Sở A 74 tờ; Sở B 31 tờ; Sở C 163 tờ.", "Sum Lines 74 31 163 = 268"),
        ("Duyệt 584 người qua 05 đợt (hưu trí 466, thôi việc 118).", "Sum Bracket 466 118 = 584"),
        (
            "Có 3.743 biên chế tỉnh, 6.233 biên chế xã, nhiều hơn cấp tỉnh 2.490 biên chế.",
            "Rest Change 6233 3743 = 2490",
        ),
        ("Có 9.386 biên chế, với 4.074 biên chế tỉnh và 5.312 biên chế xã.", "Rest Left 9386 4074 = 5312"),
        ("Nhận 74 đơn. Phân theo lĩnh vực: đất đai 31, y tế 20, khác 23.", "Sum Partial 31 20 23 = 74"),
        ("Có 64 xã đăng 768 tin, bài (bình quân 12 tin, bài mỗi xã).", "Average Mean 768 64 = 12"),
        ("Kiểm tra 16/30 nơi, gồm 03/06 sở và 13/24 xã; 14 nơi còn lại.", "Rest Left 30 16 = 14"),
        ("Đạt 5.860 tỷ đồng; cùng kỳ đạt 4.410 tỷ đồng; tăng 1.450 tỷ đồng (32,88%).", "Rest Change 5860 4410 = 1450"),
        ("Qua 1.310 phiếu: 1.254 phiếu đánh giá hài lòng, bằng 95,73%.", "Share Earlier 1254 1310 = 95.73"),
        ("Đã trả 61 hồ sơ; trước hạn 20, đúng hạn 38, quá hạn 03.", "Sum Partial 20 38 3 = 61"),
        ("Đã trả 61 hồ sơ: 58 hồ sơ đúng hạn (95%), 03 hồ sơ trễ hạn.", "Sum Bracket 58 3 = 61"),
        ("Công bố 60 thủ tục. Kết quả: mới 14, sửa đổi, bổ sung 37, bãi bỏ 09.", "Sum Partial 14 37 9 = 60"),
        (
            "Có:\n\n- Mới: 14 thủ tục.\n- Sửa đổi, bổ sung: 37 thủ tục.\n- Bãi bỏ: 09 thủ tục.\n\nTổng số là 60 thủ tục.",
            "Sum Partial 14 37 9 = 60",
        ),
        ("Kỷ luật 17 người với các hình thức: khiển trách 10, cảnh cáo 06, cách chức 01.", "Sum Partial 10 6 1 = 17"),
    ] {
        let found = read(text);
        assert!(found.iter().any(|one| one == expected), "{text}\n{found:#?}");
        assert_eq!(failing(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_text_of_forty_thousand_figures_is_reckoned_to_its_end() {
    let slip =
        |parts: u32| format!("Có 86 nhiệm vụ, gồm 14 nhiệm vụ mới, 15 nhiệm vụ cũ và {parts} nhiệm vụ khác.\n\n");
    let lines = (1000..15_000).map(|number| {
        let (given, done) = (number * 7 % 8999 + 1000, number * 5 % 900 + 100);
        format!("Xã số nhận {given} hồ sơ, xong {done}/{given} hồ sơ (còn {} hồ sơ).\n\n", given - done)
    });
    let text: String = std::iter::once(slip(75)).chain(lines).chain([slip(67)]).collect();
    let (document, facts) = facts(&text);
    assert!(Reader::of(&document, &facts, &Vocabulary::default()).figures.len() >= 40_000);
    let found = failing(&text);
    for parts in [75, 67] {
        let wanted = format!("Sum Whole 14 15 {parts} = 86: 57 for {parts}");
        let also = format!("Sum Whole 14 15 {parts} = 86: {} for 86", 29 + parts);
        assert!(found.contains(&wanted) || found.contains(&also), "{wanted}");
    }
}

#[test]
fn of_two_sums_that_fail_the_shared_figure_is_to_blame() {
    // The ratio, its percentage and the rest.
    assert_eq!(
        failing("Đã có 11/17 đầu việc hoàn thành, đạt 70,59%; 05 đầu việc còn lại."),
        ["Rest Left 17 11 = 5: 12 for 11"]
    );
    // Told again: the appraisal is to blame, whatever it was worked out from.
    let body = "II. KẾT QUẢ\n\nKế hoạch có 61 nhiệm vụ, đã hoàn thành 33 nhiệm vụ, đạt 54,10%.\n\nIV. PHƯƠNG HƯỚNG\n\n";
    assert_eq!(
        failing(&format!("{body}1. Hoàn thành 29 nhiệm vụ còn lại của Kế hoạch.")),
        ["Rest Retold 61 33 = 29: 28 for 29"]
    );
    assert_eq!(failing(&format!("{body}1. Hoàn thành 28 nhiệm vụ còn lại của Kế hoạch.")), Vec::<String>::new());
    assert_eq!(failing(&format!("{body}1. Hoàn thành 29 nhiệm vụ mới.")), Vec::<String>::new());
    // The list and the ratio's percentage.
    assert_eq!(
        failing("Đã kiểm tra 08/32 cơ quan, đạt 28,13%, gồm 03 sở, 02 huyện và 04 xã."),
        ["Sum Whole 3 2 4 = 8: 9 for 8"]
    );
}

#[test]
fn what_fails_is_told_where_the_sentence_goes_on() {
    for (text, expected) in [
        (
            "Rà soát 674 tờ, gồm 213 nghị quyết và 443 quyết định; xác định 389 tờ cũ.",
            "Sum Whole 213 443 = 674: 231 for 213",
        ),
        (
            "Có 164 văn bản chịu tác động, trong đó 118 văn bản giữ và 49 văn bản bỏ.",
            "Sum Partial 118 49 = 164: 167 for 164",
        ),
        (
            "Có 1.825 việc, trong đó sở 1.426 việc, huyện 2.062 việc, xã 137 việc.",
            "Sum Partial 1426 2062 137 = 1825: 262 for 2062",
        ),
        (
            "Vi phạm 872,3 triệu đồng (thu hồi 641,0; xử lý khác 258,3).",
            "Sum Bracket 641.0 258.3 = 872.3: 614.0 for 641.0",
        ),
        ("Có 30 nơi (cụ thể: 28 ban, 2 nơi ở vườn A, 01 nơi ở vườn B).", "Sum Whole 28 2 1 = 30: 31 for 30"),
        ("Duyệt 584 người qua 05 đợt (hưu trí 466, thôi việc 108).", "Sum Bracket 466 108 = 584: 574 for 584"),
        (
            "Đạt 5.860 tỷ đồng, cùng kỳ đạt 4.410 tỷ đồng; tổng vốn 11.240 tỷ đồng; tăng 1.540 tỷ đồng (32,88%).",
            "Rest Change 5860 4410 = 1540: 1450 for 1540",
        ),
        (
            "Qua 1.310 phiếu: 1.254 phiếu đánh giá hài lòng, bằng 97,53%.",
            "Share Earlier 1254 1310 = 97.53: 95.73 for 97.53",
        ),
        (
            "Thu được 78,46 tỷ đồng, đạt 56,86% dự toán (138 tỷ đồng). Trong đó: thuế 53,31 tỷ đồng; đất 18,04 tỷ đồng; thu khác 8,11 tỷ đồng.",
            "Sum Partial 53.31 18.04 8.11 = 78.46: 52.31 for 53.31",
        ),
        (
            "Kỷ luật 43 công chức. So với năm 2025 (51 người) giảm 08 người, tức giảm 18,60%.",
            "Share Change 8 51 = 18.60: 15.69 for 18.60",
        ),
        (
            "Phát hiện 118 vấn đề tồn tại, đã xử lý xong 111 vấn đề, đạt 97,04%.",
            "Share Earlier 111 118 = 97.04: 94.07 for 97.04",
        ),
        (
            "Nhận 112 việc được giao từ đầu năm. Đến nay đã xong 97 (85,6%), còn 15.",
            "Share Earlier 97 112 = 85.6: 86.6 for 85.6",
        ),
        (
            "Ban hành 05 văn bản quy phạm pháp luật, gồm:\n\n- 02 nghị quyết;\n\n- 04 quyết định.",
            "Sum Lines 2 4 = 5: 6 for 5",
        ),
        (
            "Đã trả lời 84/84 kiến nghị; phân theo lĩnh vực: đất đai 31, giao thông 27, giáo dục 25, khác 11.",
            "Sum Partial 31 27 25 11 = 84: 21 for 31",
        ),
        (
            "Kỳ trước chuyển sang 18 vụ việc, phát sinh trong kỳ 25 vụ việc, tổng số phải giải quyết 53 vụ việc.",
            "Sum Whole 18 25 = 53: 43 for 53",
        ),
        ("Kiểm tra 09 đơn vị (05 phòng, 03 xã).", "Sum Bracket 5 3 = 9: 8 for 9"),
        ("- Giao thông 104: đường bộ 62; đường thủy 29; hàng hải 14.", "Sum Bracket 62 29 14 = 104: 105 for 104"),
        (
            "Tổng số đơn vị sự nghiệp công lập là 1.367.\n\nXã có 1.376 đơn vị sự nghiệp công lập.",
            "Same Words 1376 = 1367: 1376 for 1367",
        ),
        ("Có 04 chi cục thuộc sở (Chăn nuôi và Thú y; Kiểm lâm; Thủy lợi).", "Same Items 3 = 4: 3 for 4"),
        ("Đã trả 61 hồ sơ, trong đó 60 hồ sơ đúng hạn, 03 hồ sơ trễ hạn.", "Sum Partial 60 3 = 61: 63 for 61"),
        (
            "Có:\n\n- Mới: 14 thủ tục.\n- Sửa đổi, bổ sung: 36 thủ tục.\n- Bãi bỏ: 09 thủ tục.\n\nTổng số là 60 thủ tục, mới chiếm 14/60 thủ tục.",
            "Sum Partial 14 36 9 = 60: 37 for 36",
        ),
    ] {
        assert_eq!(failing(text), [expected], "{text}");
    }
}

#[test]
fn a_change_is_read_in_whatever_order_its_clause_tells_it() {
    for (text, expected) in [
        ("Có 742 ca, tăng 131 ca (17,65%) so với cùng kỳ (611 ca).", "Growth Clause 742 611 = 17.65: 21.44 for 17.65"),
        ("Có 742 ca (cùng kỳ năm 2024: 611 ca), tăng 17,65%.", "Growth Clause 742 611 = 17.65: 21.44 for 17.65"),
        ("Năm 2024 có 611 ca; năm 2025 có 742 ca, giảm 21,44%.", "Same Clause 611 = 742: 611 for 742"),
        (
            "Tháng 7/2025 đạt 74,36 điểm, tháng 8/2025 đạt 81,92 điểm (tăng 6,56 điểm).",
            "Rest Clause 81.92 74.36 = 6.56: 7.56 for 6.56",
        ),
        ("Tuyển 143 viên chức, tăng 22 người so với cùng kỳ (165 người).", "Same Clause 165 = 143: 165 for 143"),
        (
            "Chỉ tiêu giao 85,25%, kết quả đạt 82,40%, thấp hơn 2,58 điểm phần trăm.",
            "Rest Clause 85.25 82.40 = 2.58: 2.85 for 2.58",
        ),
    ] {
        assert_eq!(failing(text), [expected], "{text}");
    }
}

#[test]
fn a_part_and_its_share_follow_from_those_beside_them() {
    for (text, expected) in [
        (
            "Có 1.127 hồ sơ đúng hạn (93,29%), 81 hồ sơ quá hạn (8,01%) trong tổng số 1.208 hồ sơ.",
            "Share Clause 81 1208 = 8.01: 6.71 for 8.01",
        ),
        (
            "Có 1.127 hồ sơ đúng hạn (93,29%), 91 hồ sơ quá hạn (6,71%) trong tổng số 1.208 hồ sơ.",
            "Share Clause 91 1208 = 6.71: 81 for 91",
        ),
        (
            "Chỉ ra 46 hạn chế; đã khắc phục 35 hạn chế, đạt 72,6%; 11 hạn chế còn lại đang làm.",
            "Share Earlier 35 46 = 72.6: 76.1 for 72.6",
        ),
        (
            "Có 24.815 lượt ý kiến, trong đó 24.027 lượt tốt (96,82%), 788 lượt chưa tốt (3,81%).",
            "Share Earlier 788 24815 = 3.81: 3.18 for 3.81",
        ),
    ] {
        assert_eq!(failing(text), [expected], "{text}");
    }
}

#[test]
fn what_need_not_agree_is_left_alone() {
    for text in [
        "Sau hợp nhất có 14 cơ quan; so với trước đó (28 cơ quan và 02 ban) giảm 15 cơ quan.",
        "Nhận 1.320 hồ sơ, tăng 120 hồ sơ (10%) so với cùng kỳ (1.200 hồ sơ); riêng đất đai tăng 50 hồ sơ (12,5%).",
        "Đón 9,12 triệu khách, tăng 12,3% so với cùng kỳ và vượt kế hoạch cả năm (9,0 triệu khách).",
        "Phải giảm 5% biên chế so với số giao năm 2021 (1.985 biên chế), tức 99 biên chế.",
        "Giao 148 xã, tăng 36 xã (do giao thêm 39 xã, thu lại quyền của 03 xã).",
        "Giao 268 việc; đã xong 241 việc; còn làm 27 việc.\n\nPhân cấp 286 việc, gồm 174 việc cho xã, 112 việc cho sở.",
        "Thu ngân sách 58.436 tỷ đồng.\n\nBố trí 1.246 tỷ đồng, chiếm 3,1% tổng chi ngân sách.",
        "Có 238/243 người đạt.\n\n97,5% công chức cấp xã có máy tính (237/243 người).",
        "Mở 03 lớp, gồm 120 công chức và 80 viên chức.",
        "Thu được 78,46 tỷ đồng, chi 70,12 tỷ đồng. Trong đó: thuế 53,31 tỷ đồng; đất 18,04 tỷ đồng; thu khác 8,11 tỷ đồng.",
        "Thu được 78,46 tỷ đồng. Trong đó: thuế 52,31 tỷ đồng; đất 8,04 tỷ đồng.",
        "Tiếp nhận 500 đơn, trong đó 120 đơn đất đai và 80 đơn hộ tịch.",
        "Tồn 20 đơn, tiếp nhận 500 đơn, đã giải quyết 450 đơn, còn lại 70 đơn.",
        "Tiếp nhận 1.000 đơn, chưa đến hạn 20 đơn; đã giải quyết 950 đơn, đạt 96,9%.",
        "Xảy ra 486 vụ; so với cùng kỳ giảm 57 vụ (10,5%).",
        "Toàn tỉnh có 571 tổ, giảm so với 575 tổ năm trước.",
        "Hoàn thành 37/68 việc, đạt 54,4%; 12 việc chưa đến hạn.",
        "Công bố cho 20 sở và 10 huyện; kết quả: 04 đơn vị tốt, 17 đơn vị khá, 09 đơn vị trung bình.",
        "Tập huấn cho 584 người tại 05 lớp (lãnh đạo 02, công chức 03).",
        "Khảo sát 1.310 phiếu, mức độ hài lòng của 1.254 người dân đạt 97,53%.",
        "Nhận 61 hồ sơ. Kết quả: đúng hạn 55, quá hạn 03.",
        "Đã trả 61 hồ sơ. Kết quả: đúng hạn 50, quá hạn 03; rút 04 hồ sơ.",
        "Đã trả 61 hồ sơ; không đúng hạn 50, quá hạn 03.",
        "Rà soát 60 thủ tục. Kết quả: mới 14, sửa đổi, bổ sung 07, bãi bỏ 09.",
        "Công bố 60 thủ tục, trong đó có 19 thủ tục cấp xã. Kết quả: mới 10, sửa đổi 06, bãi bỏ 03.",
        "Có:\n\n- Mới: 14 thủ tục.\n- Sửa đổi, bổ sung: 36 thủ tục.\n- Bãi bỏ: 09 thủ tục.\n- Khác: 02 thủ tục.\n\nTổng số là 60 thủ tục.",
        "Có 9 mô hình, tăng 24% so với năm trước, đạt trên 80%.",
        "Tháng 7/2025 đạt 74,36 điểm, tháng 8/2025 đạt 81,92 điểm (tăng 7,56 điểm).",
        "Giao 4.126 việc; đã xong 3.987 việc (96,63%), trong đó 3.871 việc đúng hạn, chiếm 97,09%; 139 việc còn lại.",
        "Mở 29/46 lớp, trong đó 21 lớp cho xã, 08 lớp còn lại cho sở. 17 lớp còn lại mở sau.",
        "Phát 300 phiếu (thu về 288 phiếu): rất tốt 179 phiếu, tốt 104 phiếu, khá 05 phiếu.",
        "Trong 900 hồ sơ, có 500 hồ sơ toàn trình, nộp qua mạng 450 hồ sơ (90%); 400 hồ sơ một phần.",
        "Bình quân tăng từ 3.467 lên 3.680 hồ sơ/ngày (6,14%). Cả quý tăng 71.399 hồ sơ.",
    ] {
        assert_eq!(failing(text), Vec::<String>::new(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_can_be_reckoned(text in "([0-9]{1,20}|[,;:()/%.] ?| hồ sơ| gồm| đạt| còn lại| trong đó| tỷ đồng| bình quân| tăng| chiếm| tổng số|\n- ){0,50}") {
        for one in read(&text) {
            prop_assert!(!one.is_empty());
        }
    }
}
