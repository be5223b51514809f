//! Pairs of names as they stand in ledgers, each with what must come of it.

use proptest::prelude::*;

use super::suggest;
use super::tables::VARIANTS;
use crate::ledger::{Party, Sen};
use crate::suppliers::Because::{self, *};

fn party(name: &str, yen: i64) -> Party {
    Party {
        name: name.to_owned(),
        code: None,
        corporate_number: None,
        items: Vec::new(),
        origin: None,
        via: None,
        group: None,
        total: Sen(yen * 100),
        months: Vec::new(),
        lines: Vec::new(),
    }
}

fn numbered(name: &str, number: &str) -> Party {
    Party {
        corporate_number: Some(number.to_owned()),
        ..party(name, 1)
    }
}

fn coded(name: &str, code: &str) -> Party {
    Party {
        code: Some(code.to_owned()),
        ..party(name, 1)
    }
}

/// What is said of a pair, the other way round too.
fn check_parties(one: &Party, other: &Party, expected: Option<(Because, bool)>) {
    for parties in [[one.clone(), other.clone()], [other.clone(), one.clone()]] {
        let found = suggest(&parties);
        let said = found.first().map(|it| (it.because, it.certain));
        assert_eq!(said, expected, "{} | {}", one.name, other.name);
        assert!(found.len() < 2, "{found:?}");
        assert!(found.iter().all(|it| it.names.len() == 2), "{found:?}");
    }
}

fn check(one: &str, other: &str, expected: Option<(Because, bool)>) {
    check_parties(&party(one, 2), &party(other, 1), expected);
}

#[test]
fn what_differs_in_writing_only_is_certain() {
    for (one, other, because) in [
        ("（株）山田製作所", "(株)山田製作所", Written),
        ("山田製作所", "山田 製作所", Written),
        ("山田　製作所", "山田製作所", Written),
        ("ﾔﾏﾀﾞ製作所", "ヤマダ製作所", Written),
        ("ＡＢＣ商会", "abc商会", Written),
        ("ジョン・スミス商会", "ジョン･スミス商会", Written),
        ("ジョン・スミス商会", "ジョンスミス商会", Written),
        ("ス－パ－田中", "スーパー田中", Written),
        ("スーパ‐田中", "スーパー田中", Written),
        ("ABC Co., Ltd.", "ＡＢＣ　ＣＯ．，ＬＴＤ．", Written),
        ("Acme, Inc.", "ACME INC", Written),
        ("㈱山田製作所", "(株)山田製作所", LegalForm),
        ("㈱山田製作所", "株式会社山田製作所", LegalForm),
        ("㍿山田製作所", "㈱ 山田製作所", LegalForm),
        ("山田製作所㈱", "山田製作所　株式会社", LegalForm),
        ("【株】山田製作所", "株式会社山田製作所", LegalForm),
        ("ｶ)ﾔﾏﾀﾞ", "株式会社ヤマダ", LegalForm),
        ("ﾔﾏﾀﾞ(ｶ", "ヤマダ㈱", LegalForm),
        ("㈲鈴木工務店", "有限会社鈴木工務店", LegalForm),
        ("(同)テックラボ", "合同会社テックラボ", LegalForm),
        ("(名)川上商店", "合名会社川上商店", LegalForm),
        ("(資)川上商店", "合資会社川上商店", LegalForm),
        ("(医)山田会", "医療法人山田会", LegalForm),
        ("(一社)中小企業会", "一般社団法人中小企業会", LegalForm),
        ("(財)検査協会", "財団法人検査協会", LegalForm),
        ("Acme Incorporated", "Acme Inc.", LegalForm),
        ("Acme Corp.", "ACME Corporation", LegalForm),
        ("Acme Company Limited", "Acme Co., Ltd", LegalForm),
        ("Yamada K.K.", "Yamada Kabushiki Kaisha", LegalForm),
        ("山田製作所K.K.", "山田製作所株式会社", LegalForm),
        ("㈱髙橋製作所", "㈱高橋製作所", Variant),
        ("㈱髙橋製作所", "株式会社高橋製作所", Variant),
        ("渡邊製作所", "渡辺製作所", Variant),
        ("渡邉製作所", "渡邊製作所", Variant),
        ("山﨑鉄工", "山崎鐵工", Variant),
        ("齋藤商店", "斉藤商店", Variant),
        ("𠮷野商店", "吉野商店", Variant),
        ("濵田工業", "浜田工業", Variant),
        ("茅ヶ崎精機", "茅ケ崎精機", Variant),
        ("辻\u{E0100}製作所", "辻製作所", Written),
        ("第Ⅲ工業", "第III工業", Written),
    ] {
        check(one, other, Some((because, true)));
    }
}

#[test]
fn what_may_be_another_company_is_a_suggestion_only() {
    for (one, other, because) in [
        ("㈱山田製作所", "山田製作所㈱", LegalFormPlace),
        ("株式会社山田製作所", "山田製作所(株)", LegalFormPlace),
        ("㈱髙橋製作所", "高橋製作所株式会社", LegalFormPlace),
        ("㈱山田製作所", "山田製作所", LegalFormMissing),
        ("Acme Inc.", "Acme", LegalFormMissing),
        ("ヤマダ株式会社", "ヤマダ Co., Ltd.", LegalForm),
        ("㈱山田製作所", "㈱山田製作所 大阪支店", Branch),
        ("㈱山田製作所", "㈱山田製作所大阪支店", Branch),
        ("㈱山田製作所", "㈱山田製作所（大阪）", Branch),
        ("山田製作所㈱", "山田製作所㈱大阪営業所", Branch),
        ("山田製作所株式会社", "山田製作所㈱ 第二工場", Branch),
        ("㈱山田製作所東京支店", "㈱山田製作所大阪支店", Branch),
        ("山田製作所", "山田製作所 資材部", Branch),
        ("山田製作所", "山田製作所 東京 営業所", Branch),
        ("㈱山田製作所", "山田製作所 大阪支店", Branch),
        ("㈱山田製作所", "㈱山田製作所三郷センター", Branch),
        ("Acme Inc.", "Acme Inc. Tokyo Branch", Branch),
        ("Acme Tools", "Acme Tools Osaka Office", Branch),
        ("キヤノン精機", "キャノン精機", Similar),
        ("コンピューターシステム", "コンピュータシステム", Similar),
        ("㈱ヴァイオレット", "㈱バイオレット", Similar),
        ("霞が関商事", "霞ヶ関商事", Similar),
        ("ヱビス商会", "エビス商会", Similar),
        ("日本精蜜工業", "日本精密工業", Similar),
        ("東海スプリンング", "東海スプリング", Similar),
        ("東海スリプング", "東海スプリング", Similar),
    ] {
        check(one, other, Some((because, false)));
    }
}

#[test]
fn what_are_two_companies_is_never_suggested() {
    for (one, other) in [
        ("㈱山田", "㈲山田"),
        ("株式会社山田製作所", "合同会社山田製作所"),
        ("Acme Inc.", "Acme GmbH"),
        ("㈱山田製作所", "㈲山田製作所 大阪支店"),
        ("第一工業", "第二工業"),
        ("日本第一工業", "日本第二工業"),
        ("山田システムA1", "山田システムA2"),
        ("山田システムA", "山田システムB"),
        ("山田ストア1号店", "山田ストア2号店"),
        ("山田システムⅠ", "山田システムⅡ"),
        ("東日本運送サービス", "西日本運送サービス"),
        ("日本運送サービス", "新日本運送サービス"),
        ("山田製作所", "山口製作所"),
        ("㈱山田製作所(1)", "㈱山田製作所(2)"),
        ("服部", "服"),
        ("株式会社", "有限会社"),
        ("ABC (Shanghai) Co., Ltd.", "ABC Co., Ltd."),
        ("日本精工本社", "日本"),
        ("山田1.5", "山田15"),
    ] {
        check(one, other, None);
    }
}

#[test]
fn numbers_and_codes_speak_for_or_against() {
    let (first, second) = ("1234567890123", "9876543210987");
    let certain = |because| Some((because, true));
    for (one, other, expected) in [
        (
            numbered("山田製作所", first),
            numbered("ヤマダ", first),
            certain(CorporateNumber),
        ),
        (
            numbered("㈱山田", first),
            numbered("山田㈱", first),
            certain(CorporateNumber),
        ),
        (
            numbered("㈱山田", first),
            numbered("(株)山田", second),
            None,
        ),
        (numbered("㈱山田", first), numbered("山田㈱", second), None),
        (
            numbered("㈱山田", first),
            numbered("㈱山田 大阪支店", second),
            None,
        ),
        (
            numbered("山田", "0000000000000"),
            numbered("鈴木", "0000000000000"),
            None,
        ),
        (
            numbered("㈱山田", first),
            party("(株)山田", 1),
            certain(LegalForm),
        ),
        (
            coded("㈱山田", "101"),
            coded("山田㈱", "101"),
            certain(Code),
        ),
        (coded("㈱山田", "101"), coded("山田", "101"), certain(Code)),
        (
            coded("㈱山田", "101"),
            coded("㈱山田 大阪支店", "101"),
            certain(Code),
        ),
        (coded("㈱山田", "101"), coded("㈲山田", "101"), None),
        (coded("㈱山田", "101"), coded("㈱鈴木", "101"), None),
    ] {
        check_parties(&one, &other, expected);
    }
}

#[test]
fn a_company_is_suggested_once_with_all_its_spellings() {
    let parties = [
        party("㈱髙橋製作所", 50),
        party("(株)高橋製作所", 30),
        party("株式会社高橋製作所", 20),
        party("高橋製作所", 10),
        party("鈴木商店", 99),
    ];
    let found = suggest(&parties);
    let names: Vec<Vec<&str>> = found
        .iter()
        .map(|it| it.names.iter().map(String::as_str).collect())
        .collect();
    let all = ["㈱髙橋製作所", "(株)高橋製作所", "株式会社高橋製作所"];
    assert_eq!(names[0], all);
    assert_eq!(names[1], [&all[..], &["高橋製作所"]].concat());
    assert_eq!((found[0].because, found[0].certain), (Variant, true));
    assert_eq!(found[0].alias, "株式会社高橋製作所");
    assert_eq!(found[1].because, LegalFormMissing);
    assert_eq!(found.len(), 2);
}

#[test]
fn a_bare_name_beside_two_forms_is_left_alone() {
    let found = suggest(&[party("㈱山田", 3), party("㈲山田", 2), party("山田", 1)]);
    assert_eq!(found, []);
}

#[test]
fn a_name_beside_two_corporate_numbers_is_left_alone() {
    let (first, second) = ("1234567890123", "9876543210987");
    let found = suggest(&[
        numbered("㈱山田", first),
        numbered("㈱山田", second),
        party("(株)山田", 1),
    ]);
    assert_eq!(found, []);
}

#[test]
fn an_unnumbered_spelling_joins_no_two_numbers() {
    let found = suggest(&[
        numbered("㈱山田", "1234567890123"),
        numbered("(株)山田", "9876543210987"),
        party("株式会社山田", 1),
    ]);
    assert!(found.iter().all(|it| !it.certain), "{found:?}");
}

#[test]
fn every_letter_has_one_shape() {
    let mut seen = std::collections::BTreeSet::new();
    for letter in VARIANTS.chars().filter(|letter| !letter.is_whitespace()) {
        assert!(seen.insert(letter), "{letter} stands twice");
    }
}

#[test]
fn five_thousand_names_take_no_time_that_grows_with_their_pairs() {
    let parties: Vec<Party> = (0..5_000)
        .map(|number| party(&format!("㈱山田製作所{number:04}協力会"), number))
        .collect();
    assert_eq!(suggest(&parties), []);
}

proptest! {
    #[test]
    fn the_order_of_parties_changes_nothing(
        picks in prop::collection::vec((0..18_usize, 0..4_i64, 0..4_usize, 0..3_usize), 0..24),
        turn in 0..24_usize,
    ) {
        const NAMES: [&str; 18] = [
            "㈱山田製作所", "(株)山田製作所", "株式会社山田製作所", "山田製作所㈱", "山田製作所",
            "㈲山田製作所", "㈱山田製作所 大阪支店", "㈱山田製作所東京支店", "山田製作所㈱ 第二工場",
            "髙橋精密工業", "高橋精密工業", "高橋精蜜工業", "高橋精密工業(大阪)", "キヤノン商会",
            "キャノン商会", "Acme Inc.", "Acme", "Acme Co., Ltd.",
        ];
        let mut parties: Vec<Party> = picks
            .iter()
            .map(|&(name, yen, number, code)| Party {
                corporate_number: [None, None, Some("1234567890123"), Some("9876543210987")][number].map(str::to_owned),
                code: [None, Some("1"), Some("2")][code].map(str::to_owned),
                ..party(NAMES[name], yen)
            })
            .collect();
        let before = suggest(&parties);
        parties.reverse();
        let turn = turn.min(parties.len());
        parties.rotate_left(turn);
        prop_assert_eq!(suggest(&parties), before);
    }

    #[test]
    fn any_name_is_taken(one in "\\PC{0,30}", other in "[㈱(株)山田 ー・.,ヶA1]{0,12}") {
        let parties = [party(&one, 1), party(&other, 2)];
        for suggestion in suggest(&parties) {
            prop_assert!(suggestion.names.contains(&suggestion.alias));
        }
    }
}
