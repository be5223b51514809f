//! The words by which a line says that it sums up others.

use super::plain::{apart, plain};

/// How a line says that it is a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wording {
    /// Of everything, as its word says: 総合計.
    Whole,
    /// Of everything or of a group: 合計.
    Sum,
    /// Of a group: 小計, 山田製作所 計.
    Part,
    /// From the beginning on: 累計.
    Running,
    /// Not a total, but a balance carried over: 前月繰越.
    Balance,
    /// It may be the name of a thing: 流量計. Only its amount can tell.
    Perhaps,
}

const WORDS: &[(Wording, &str)] = &[
    (
        Wording::Whole,
        "総合計 総計 大計 grandtotal 総合計金額 全体合計 全社合計 総額 totalamount \
         合計金額 全体計 仕入総合計",
    ),
    (
        Wording::Sum,
        "合計 計 total sum 合計額 totals 仕入合計 購入合計 期計 年計 期間計 期間合計 \
         当期計 当期合計 年間計 年間合計",
    ),
    (
        Wording::Part,
        "小計 中計 月計 当月計 当月合計 日計 伝票計 頁計 ページ計 仕入先計 取引先計 \
         支払先計 部門計 科目計 品目計 商品計 subtotal sub-total 伝票合計 仕入先合計 \
         取引先合計 補助科目計 補助計 業者計 月合計 月度計 月次計 週計 半期計 四半期計 \
         pagetotal suppliertotal monthlytotal",
    ),
    (
        Wording::Running,
        "累計 期首からの累計 期間累計 当期累計 累計額 runningtotal yeartodate ytd",
    ),
    (
        Wording::Balance,
        "繰越 前期繰越 前月繰越 次月繰越 次期繰越 翌月繰越 翌期繰越 前頁より 次頁へ \
         前ページより 次ページへ 残高 前頁繰越 次頁繰越 前期より繰越 次期へ繰越 \
         期首残高 期末残高 前月残高 当月残高 前期残高 月初残高 月末残高 繰越残高 \
         前年繰越 前回繰越 繰越金額 繰越高 開始残高 前期末残高 前頁から \
         前ページから繰越 前ページより繰越 次ページへ繰越 前頁より繰越 次頁へ繰越 \
         balance balancecarriedforward balancebroughtforward carriedforward \
         broughtforward openingbalance closingbalance carriedover broughtover",
    ),
];

/// What may stand before 計 without being a name.
const KINDS: &str = "仕入 仕入高 仕入額 仕入先 仕入先別 取引先 購入 購入先 外注先 外注 当月 当期 \
    前月 前期 期間 伝票 部門 品目 商品 材料 科目 上期 下期 上半期 下半期 第1四半期 \
    第2四半期 第3四半期 第4四半期 1q 2q 3q 4q 頁 ページ 金額 税抜 税込 全社 全体 \
    年度 四半期 年間 通期 国内 海外 月 日 年 課税 非課税 税 消費税 グループ 業者 \
    支払先 補助科目 原材料 その他 総 全仕入先 全取引先 借方 貸方";

/// How a cell says that its line is a total; `supplier` is the one just read.
pub(super) fn wording(cell: &str, supplier: &str) -> Option<Wording> {
    // Most cells are names and numbers: the end of the text decides that soon.
    let last = cell.chars().rev().find(|it| is_letter(*it))?;
    if !ends_total(last) || cell.len() > 160 {
        return None;
    }
    // So end most names of firms (株式会社): behind 12社 and the like stands a word for a total.
    if matches!(last, '件' | '社' | '行') && !cell.chars().any(may_end_total) {
        return None;
    }
    let (outside, _) = apart(&plain(cell));
    let word = outside.trim_matches(|it: char| !it.is_alphanumeric() || it == 'ー');
    let counted = word.strip_suffix(['件', '行', '社']).unwrap_or(word);
    let word = if counted.len() < word.len() {
        counted.trim_end_matches(|it: char| it.is_ascii_digit())
    } else {
        word
    };
    let among = |words: &str, word: &str| words.split(' ').any(|it| it == word);
    let known = WORDS.iter().find(|(_, words)| among(words, word));
    if let Some((wording, _)) = known {
        return Some(*wording);
    }
    if let Some(rest) = word
        .strip_prefix("totalfor")
        .or_else(|| word.strip_prefix("subtotal"))
    {
        return (!rest.is_empty()).then_some(Wording::Part);
    }
    if word.ends_with("繰越") || word.ends_with("繰越高") || word.ends_with("繰越残高") {
        return Some(Wording::Balance);
    }
    if let Some(rest) = word.strip_suffix("累計") {
        return (is_month(rest) || among(KINDS, rest)).then_some(Wording::Running);
    }
    let rest = ["小計", "合計", "総計", "計"]
        .iter()
        .find_map(|it| word.strip_suffix(it))?;
    if is_month(rest) || among(KINDS, rest) || rest.ends_with('別') {
        return Some(Wording::Part);
    }
    // What stands in brackets was left out above: (株).
    let (name, _) = apart(&plain(supplier));
    let is_name = !name.is_empty()
        && (name == rest
            || rest.ends_with(&name)
            || (rest.chars().count() >= 2 && name.starts_with(rest)));
    Some(if is_name {
        Wording::Part
    } else {
        Wording::Perhaps
    })
}

/// Whether a word for a total can end so, in full width too.
fn ends_total(last: char) -> bool {
    matches!(
        last,
        '計' | '越'
            | '高'
            | 'り'
            | '件'
            | '社'
            | '行'
            | '抜'
            | '込'
            | '額'
            | 'へ'
            | 'ら'
            | 'l'
            | 'L'
            | 'm'
            | 'M'
            | 'd'
            | 'D'
            | 'e'
            | 'E'
            | 'ｌ'
            | 'ｄ'
            | 'ｅ'
    )
}

/// Whether a word for a total may end in what this character is in compatibility form.
fn may_end_total(character: char) -> bool {
    match character {
        '計' | '越' | '高' | '額' | 'り' | 'へ' | 'ら' => true,
        '\u{3400}'..='\u{9fff}' | '\u{3041}'..='\u{30ff}' => false,
        _ => !character.is_ascii() || character.is_ascii_alphabetic(),
    }
}

/// Whether a character is a letter or a digit, roughly: what decorates a word is none.
fn is_letter(character: char) -> bool {
    match character {
        '\0'..='\u{7f}' => character.is_ascii_alphanumeric(),
        '\u{ff00}'..='\u{ffef}' => character.is_alphanumeric(),
        _ => character >= '\u{3041}' || matches!(character, '\u{c0}'..='\u{24f}'),
    }
}

fn is_month(rest: &str) -> bool {
    let rest = rest.trim_end_matches(['度', '分']);
    super::date::heading_month(rest).is_some()
        || rest
            .strip_suffix('年')
            .is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_say_so_in_many_ways() {
        let check = |cell: &str, expected: Wording| {
            assert_eq!(wording(cell, "㈱山田製作所"), Some(expected), "{cell}");
        };
        for cell in [
            "合計",
            "合　　計",
            "＊＊ 合計 ＊＊",
            "【合計】",
            "計",
            "Total",
            "合計(12件)",
            "合計 12件",
            "＜計＞",
            "[合計]",
        ] {
            check(cell, Wording::Sum);
        }
        for cell in ["総合計", "総計", "◇ 総 合 計 ◇", "Grand Total", "大計"] {
            check(cell, Wording::Whole);
        }
        for cell in [
            "小計",
            "中計",
            "４月計",
            "4月度計",
            "2025年4月 合計",
            "月計",
            "当月計",
            "仕入先計",
            "㈱山田製作所 計",
            "(株)山田製作所計",
            "1001 ㈱山田製作所 合計",
            "Subtotal",
            "Sub-total",
            "上期計",
        ] {
            check(cell, Wording::Part);
        }
        for cell in ["累計", "4月累計"] {
            check(cell, Wording::Running);
        }
        for cell in [
            "前月繰越",
            "繰越",
            "前頁より",
            "次頁へ繰越",
            "残高",
            "前期繰越金額繰越",
            "Balance brought forward",
            "＊ 次月繰越 ＊",
        ] {
            check(cell, Wording::Balance);
        }
        check("流量計", Wording::Perhaps);
    }

    #[test]
    fn names_that_hold_such_a_word_are_names() {
        for cell in [
            "合計商事",
            "日計電子",
            "計測工業",
            "小計株式会社",
            "計装エンジニアリング",
            "残高工業",
            "Total Parts Ltd",
            "Sumitomo",
            "totally",
            "",
            "1,000",
        ] {
            assert_eq!(wording(cell, "㈱山田製作所"), None, "{cell}");
        }
    }
}
