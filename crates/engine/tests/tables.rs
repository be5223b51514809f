//! Rows from files as people have them, and answers that do not go together with them.
#![cfg(test)]

use std::path::Path as FilePath;
use std::sync::LazyLock;

use sonae_engine::assessment::{Assessment, Contradiction, Imported, Path, Rows, import};
use sonae_engine::content::{Language, Pack, TableName, read_folder};
use sonae_engine::finding::Finding;
use sonae_engine::measure::Number;
use sonae_engine::report::sheets::{Sheet, Value, csv};
use sonae_engine::suppliers::Supplier;

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs/core");
    read_folder(&folder).expect("the core pack")
});

/// A name that looks like a formula is guarded in a table that is taken out, and comes back as it
/// was.
#[test]
fn a_name_that_was_taken_out_is_read_in_again_as_it_was() {
    let names = [
        "=HYPERLINK(\"http://x\")",
        "+1",
        "-A,B",
        "@商事",
        "＝１",
        "＋",
        "－－",
        "＠x",
        "'=1",
        "''+",
        "'95年会",
        "㈱髙山",
        "二\n行",
    ];
    let row = |name: &&str| vec![Value::Text((*name).to_owned()), Value::Yen(-1.0)];
    let sheet = Sheet {
        name: String::new(),
        head: vec!["仕入先".to_owned(), "年間購入額".to_owned()],
        rows: names.iter().map(row).collect(),
    };
    let text = String::from_utf8(csv(&sheet)).expect("UTF-8");
    let (rows, _) = suppliers(&text);
    let read: Vec<_> = rows.iter().map(|row| row.alias.as_str()).collect();
    assert_eq!(read, names);
}

// ---- rows from a text -------------------------------------------------------------------------

fn suppliers(text: &str) -> (Vec<Supplier>, Vec<String>) {
    let Imported { rows, findings, .. } =
        import(&PACK, TableName::Suppliers, text).unwrap_or_else(|why| panic!("{text}: {why:?}"));
    let Rows::Suppliers(rows) = rows else {
        panic!("rows of another table");
    };
    (rows, findings.iter().map(line_of).collect())
}

fn line_of(finding: &Finding) -> String {
    let heading = finding.arguments.get("heading");
    let heading = heading.map_or(String::new(), |heading| format!(" {heading}"));
    format!("{} {}{heading}", finding.place, finding.code.name())
}

/// What is read of the first row: spend and stock.
#[track_caller]
fn check(text: &str, spend: Option<f64>, stock: Option<f64>, findings: &[&str]) {
    let (rows, found) = suppliers(text);
    let first = rows.first().cloned().unwrap_or_default();
    assert_eq!(first.annual_spend.map(Number::get), spend, "{text}");
    assert_eq!(first.stock_weeks.map(Number::get), stock, "{text}");
    assert_eq!(found, findings, "{text}");
}

#[test]
fn a_file_is_taken_as_far_as_it_goes_and_the_rest_is_listed() {
    for (text, spend, stock, findings) in [
        (
            "仕入先,年間購入額,在庫\nA,1200000,3\n",
            Some(1.2e6),
            Some(3.0),
            &[][..],
        ),
        (
            "仕入先\t年間購入額（千円）\t在庫(日)\nA\t1,200\t21\n",
            Some(1.2e6),
            Some(3.0),
            &[],
        ),
        (
            "取引先;購入額[百万円];在庫(か月)\nA;△1.5;1.5\n",
            Some(-1.5e6),
            Some(6.5),
            &[],
        ),
        (
            "\u{feff}\n\nvendor,Spend (million yen),stock\r\nA,\"1,200\",2\r\n\r\n",
            Some(1.2e9),
            Some(2.0),
            &[],
        ),
        // A numeral that names its own unit is taken at its word.
        ("仕入先,購入額(百万円)\nA,300万円\n", Some(3e6), None, &[]),
        (
            "仕入先,購入額(USD),在庫\nA,500,4\n",
            None,
            Some(4.0),
            &["1 foreign_currency 購入額(USD)"],
        ),
        (
            "仕入先,購入額,担当\nA,多い,田中\n",
            None,
            None,
            &["1 column_ignored 担当", "2 not_a_number 購入額"],
        ),
        (
            "仕入先,在庫,在庫週数\nA,4,9\n",
            None,
            Some(4.0),
            &["1 column_ignored 在庫週数"],
        ),
        (
            "仕入先,在庫\nA,4,9\n",
            None,
            Some(4.0),
            &["2 column_ignored 9"],
        ),
        (
            "仕入先,在庫\nA,30日\nB,6000\n",
            None,
            None,
            &["2 not_a_number 在庫", "3 out_of_range 在庫"],
        ),
        (
            "仕入先,在庫,国\nA,？,チャイナ帝国\n",
            None,
            None,
            &["2 unknown_country 国"],
        ),
    ] {
        check(text, spend, stock, findings);
    }
}

#[test]
fn what_is_no_table_is_refused_with_the_reason() {
    for (text, expected) in [
        ("", "empty_table"),
        ("仕入先,在庫\n", "empty_table"),
        ("仕入先,在庫\n,\n , \n", "empty_table"),
        ("仕入先\nA\n", "one_column"),
        ("alpha,beta\n1,2\n", "no_known_heading"),
    ] {
        let refused = import(&PACK, TableName::Suppliers, text).expect_err(text);
        let codes: Vec<&str> = refused.iter().map(|finding| finding.code.name()).collect();
        assert_eq!(codes, [expected], "{text:?}");
    }
    let many = format!("仕入先,在庫\n{}", "A,1\n".repeat(20_001));
    let refused = import(&PACK, TableName::Suppliers, &many).expect_err("too many rows");
    assert_eq!(refused[0].code.name(), "too_many_rows");
}

#[test]
fn choices_and_countries_are_read_by_key_or_by_their_words() {
    let text = "仕入先,種類,国,代わりの調達先,印\n\
        A,部品,中国,1社あり、すぐ使える,1つの工場でしかつくられない\n\
        B,chip,tw,0,\"single_plant, owner_over_70\"\n";
    let (rows, findings) = suppliers(text);
    assert_eq!(findings, [""; 0]);
    let written = serde_json::to_value(&rows).expect("rows");
    let expected = serde_json::json!([
        {"alias": "A", "category": "part", "country": "CN", "alternatives": "1_qualified", "flags": ["single_plant"]},
        {"alias": "B", "category": "chip", "country": "TW", "alternatives": "0", "flags": ["single_plant", "owner_over_70"]},
    ]);
    assert_eq!(written, expected);
}

// ---- answers that do not go together ----------------------------------------------------------

/// The rules that an assessment breaks, with the places to look at.
fn broken(parts: &str) -> Vec<String> {
    let file = format!(r#"{{"format": "sonae-assessment", "version": 1, {parts}}}"#);
    let opened = Assessment::read(&PACK, file.as_bytes()).unwrap_or_else(|why| panic!("{why:?}"));
    let path = Path::of(&PACK, &opened.assessment);
    let all = Contradiction::all(&PACK, &opened.assessment, &path);
    let all = all.iter().map(|one| {
        let finding = one.finding(&path);
        let rule = finding
            .arguments
            .get("rule")
            .map_or(finding.code.name(), String::as_str);
        let other = finding.arguments.get("other").map_or("", String::as_str);
        format!("{rule}: {} | {other}", finding.place)
    });
    all.collect()
}

#[test]
fn answers_that_do_not_go_together_are_found_with_every_place_to_look_at() {
    let us =
        r#""markets": [{"country": "JP", "share_pct": 60}, {"country": "US", "share_pct": 30}]"#;
    let machinery = r#""profile.industry": "machinery""#;
    for (parts, expected) in [
        (
            format!(r#""profile": {{"profile.exports_goods_or_tech": "no"}}, {us}"#),
            "sells_abroad_hands_over_nothing: profile.exports_goods_or_tech | markets[2]",
        ),
        (
            format!(r#""profile": {{"profile.foreign_sales_share": 8}}, {us}"#),
            "one_market_above_all_sales_abroad: profile.foreign_sales_share | coercion.top_export_share",
        ),
        (
            r#""profile": {"profile.import_spend_share": 0}, "suppliers": [{"country": "CN", "annual_spend": 5}]"#.to_owned(),
            "nothing_imported_yet_made_abroad: profile.import_spend_share | suppliers[1]",
        ),
        (
            format!(r#""answers": {{"coercion.local_licences": {{"na": true}}}}, {us}"#),
            "sells_nothing_abroad_yet_has_a_market: coercion.local_licences | markets[2]",
        ),
        (
            r#""profile": {"profile.import_spend_share": 20}, "answers": {"coercion.third_country_rules": {"value": "na"}}"#.to_owned(),
            "no_business_abroad_yet_trade: coercion.third_country_rules | profile.import_spend_share",
        ),
        (
            format!(r#""profile": {{{machinery}}}, "answers": {{"supplier.chip_allocation": {{"na": true}}}}, "suppliers": [{{"category": "part"}}, {{"category": "chip"}}]"#),
            "no_chips_yet_a_chip_row: supplier.chip_allocation | suppliers[2]",
        ),
        (
            format!(r#""profile": {{{machinery}}}, "answers": {{"supplier.chip_allocation": {{"na": true}}, "supplier.critical_goods_use": {{"value": ["drone", "semiconductor"]}}}}"#),
            "no_chips_yet_chips_chosen: supplier.chip_allocation | supplier.critical_goods_use",
        ),
        (
            r#""answers": {"supplier.critical_goods_use": {"value": ["none"]}}, "suppliers": [{"flags": ["critical_good"]}]"#.to_owned(),
            "no_critical_goods_yet_marked: supplier.critical_goods_use | suppliers[1]",
        ),
        (
            r#""answers": {"supplier.licence_materials": {"value": ["none"]}}, "suppliers": [{"flags": ["export_licence_item"]}]"#.to_owned(),
            "no_licence_materials_yet_marked: supplier.licence_materials | suppliers[1]",
        ),
        (
            format!(r#""profile": {{{machinery}}}, "answers": {{"supplier.process_shops": {{"na": true}}}}, "suppliers": [{{"category": "casting_forging"}}]"#),
            "nothing_done_outside_yet_castings: supplier.process_shops | suppliers[1]",
        ),
        (
            r#""profile": {"profile.customer_type": ["auto", "defense_aero"]}, "answers": {"coercion.defense_link": {"value": "no"}}"#.to_owned(),
            "no_defence_link_yet_defence_customers: coercion.defense_link | profile.customer_type",
        ),
        (
            r#""answers": {"supplier.top_country_spend_share": {"value": 10}}, "suppliers": [{"country": "CN", "annual_spend": 5}, {"country": "JP", "annual_spend": 5}]"#.to_owned(),
            "answer_against_table: supplier.top_country_spend_share | ",
        ),
        (
            r#""markets": [{"country": "JP", "share_pct": 60}, {"country": "US", "share_pct": 60}]"#.to_owned(),
            "shares_over_hundred: markets | ",
        ),
        (
            r#""profile": {"profile.annual_sales": 4}, "suppliers": [{"annual_spend": 5}]"#.to_owned(),
            "spend_over_sales: suppliers | ",
        ),
        (
            format!(r#""profile": {{"profile.foreign_sales_share": 70}}, {us}"#),
            "abroad_against_markets: profile.foreign_sales_share | ",
        ),
        (
            r#""profile": {"profile.annual_sales": 1000, "profile.contribution_margin": 40}, "suppliers": [{"category": "part", "annual_spend": 716}, {"category": "equipment", "annual_spend": 90}]"#.to_owned(),
            "spend_over_costs: suppliers | ",
        ),
        (
            r#""suppliers": [{}, {"category": "part", "stock_weeks": 90, "lead_time_weeks": 8}]"#.to_owned(),
            "stock_against_lead_time: suppliers[2] | ",
        ),
        (
            r#""suppliers": [{"alias": "A", "item": "x"}, {"alias": "B"}, {"alias": "A", "item": "x"}]"#.to_owned(),
            "same_row: suppliers[1, 3] | ",
        ),
    ] {
        assert_eq!(broken(&parts), [expected], "{parts}");
    }
}

#[test]
fn what_is_not_decided_contradicts_nothing() {
    for parts in [
        // Where a share, a country or an answer is not known, nothing is claimed.
        r#""profile": {"profile.exports_goods_or_tech": "no"}, "markets": [{"share_pct": 40}]"#,
        r#""profile": {"profile.import_spend_share": 0}, "suppliers": [{"annual_spend": 5}]"#,
        r#""profile": {"profile.foreign_sales_share": null}, "markets": [{"country": "US", "share_pct": 40}]"#,
        // What is not listed may be abroad, and a purchase of no stated kind may be a machine.
        r#""profile": {"profile.foreign_sales_share": 45}, "markets": [{"country": "JP", "share_pct": 60}, {"country": "US", "share_pct": 30}]"#,
        r#""profile": {"profile.annual_sales": 1000, "profile.contribution_margin": 40}, "suppliers": [{"category": "part", "annual_spend": 715}, {"annual_spend": 200}]"#,
        r#""suppliers": [{"category": "part", "stock_weeks": 90}, {"category": "energy", "stock_weeks": 90, "lead_time_weeks": 1}]"#,
        // Rounding is no contradiction.
        r#""answers": {"supplier.top_country_spend_share": {"value": 47}}, "suppliers": [{"country": "CN", "annual_spend": 5}, {"country": "JP", "annual_spend": 5}]"#,
        // A question that is not asked of this industry is not held against a row.
        r#""profile": {"profile.industry": "food"}, "answers": {"supplier.chip_allocation": {"na": true}}, "suppliers": [{"category": "chip"}]"#,
    ] {
        assert_eq!(broken(parts), [""; 0], "{parts}");
    }
}

#[test]
fn the_fictional_firms_contradict_themselves_only_where_their_story_does() {
    for firm in &PACK.firms {
        let case = Assessment::of_firm(&PACK, firm, Language::Ja).expect("a firm of the pack");
        let path = Path::of(&PACK, &case);
        let all = Contradiction::all(&PACK, &case, &path);
        let all: Vec<String> = all.iter().map(|one| one.finding(&path).place).collect();
        let meant: &[&str] = match firm.id.as_str() {
            "case.soramame_pump" => &["supplier.origin_known"],
            _ => &[],
        };
        assert_eq!(all, meant, "{}", firm.id);
    }
}
