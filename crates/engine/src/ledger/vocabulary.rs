//! What headings mean: the words of accounting packages and of plain tables, as data.

use super::date::heading_month;
use super::plain::{apart, plain};
use super::{AmountUnit, Role};

/// What a heading means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Meaning {
    /// What the column is.
    pub role: Role,
    /// Of several columns of a role the one with the highest rank is meant.
    pub rank: u8,
    /// What its amounts are counted in.
    pub unit: Option<AmountUnit>,
    /// The month it names: its year, where said, and the month.
    pub month: Option<(Option<i32>, u8)>,
}

/// The meaning of a heading; `None` where nobody knows the word.
pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    let folded = plain(heading);
    let (word, inside) = apart(&folded);
    if word.is_empty() {
        return None;
    }
    let unit =
        unit(&inside).or_else(|| unit(&word).filter(|_| inside.is_empty() && is_unit(&word)));
    let foreign = ["usd", "ドル", "$", "eur", "ユーロ", "外貨", "元", "rmb"];
    if foreign.iter().any(|it| inside == *it) || word.contains("外貨") {
        return Some(of(Role::Ignored, 0, None));
    }
    if let Some(month) = heading_month(&word) {
        let month = Some(month);
        return Some(Meaning {
            month,
            ..of(Role::Month, 5, unit)
        });
    }
    // Two rows of headings: the month above, what it counts below.
    let word = word.trim_matches(['・', ':', '*', '※', '_', '-', '■', '●', '◆', '.']);
    let (role, rank) = exact(word).or_else(|| like(word))?;
    let taxes = |text: &str| {
        let net = ["税抜", "税別", "本体", "net", "excl"];
        let gross = ["税込", "gross", "incl"];
        i16::from(net.iter().any(|it| text.contains(it)))
            - i16::from(gross.iter().any(|it| text.contains(it)))
    };
    let rank = if role == Role::Amount {
        let shift = 3 * (taxes(word) + taxes(&inside)).clamp(-1, 1);
        u8::try_from((i16::from(rank) + shift).max(0)).unwrap_or(0)
    } else {
        rank
    };
    Some(of(role, rank, unit))
}

fn of(role: Role, rank: u8, unit: Option<AmountUnit>) -> Meaning {
    Meaning {
        role,
        rank,
        unit,
        month: None,
    }
}

fn is_unit(word: &str) -> bool {
    ["千円", "百万円", "円"].contains(&word)
}

/// The unit that a text in one width and lower case, without blanks, names.
pub(super) fn unit(text: &str) -> Option<AmountUnit> {
    let has = |words: &[&str]| words.iter().any(|it| text.contains(it));
    if has(&["百万", "mio", "million", "mjpy", "m¥", "¥m"]) {
        Some(AmountUnit::Million)
    } else if has(&["千円", "thousand", "kjpy", "k¥", "¥k", "'000", "千"]) {
        Some(AmountUnit::Thousand)
    } else if has(&["円", "yen", "jpy", "¥"]) {
        Some(AmountUnit::Yen)
    } else {
        None
    }
}

/// The unit that a line of a title names: after 単位 or "unit", or alone in brackets.
pub(super) fn title_unit(text: &str) -> Option<AmountUnit> {
    let named = ["単位", "unit:", "in", "(¥", "¥"]
        .iter()
        .find_map(|it| text.split_once(it))
        .map(|(_, rest)| rest.chars().take(20).collect::<String>());
    if let Some(rest) = named
        && (text.contains("単位")
            || text.contains("unit")
            || rest.contains("thousand")
            || rest.contains("million"))
        && let Some(unit) = unit(&rest)
    {
        return Some(unit);
    }
    let (_, inside) = apart(text);
    let alone = [
        "千円",
        "百万円",
        "円",
        "¥thousand",
        "¥million",
        "jpythousand",
        "jpymillion",
    ];
    let whole = alone.contains(&text) || alone.contains(&inside.as_str());
    whole.then(|| unit(if inside.is_empty() { text } else { &inside }))?
}

fn exact(word: &str) -> Option<(Role, u8)> {
    WORDS
        .iter()
        .find(|(.., words)| words.split(' ').any(|it| it == word))
        .map(|(role, rank, _)| (*role, *rank))
}

/// Words as packages and people write them, most telling first.
const WORDS: &[(Role, u8, &str)] = &[
    (
        Role::Supplier,
        9,
        "仕入先名 仕入先名称 仕入先名1 仕入先正式名 仕入先正式名称 仕入先 仕入先略称 \
         仕入先略名 suppliername supplier vendorname vendor",
    ),
    (
        Role::Supplier,
        8,
        "取引先名 取引先名称 取引先 支払先名 支払先名称 支払先 相手先名 相手先 業者名 \
         業者 購入先名 購入先 外注先名 外注先 調達先 調達先名 発注先 発注先名 供給元 \
         供給者 仕入元 請求元 会社名 企業名 社名 取引先名1 payee company companyname \
         seller 購買先 購買先名 協力会社 協力会社名",
    ),
    (Role::Supplier, 7, "借方取引先 借方取引先名"),
    (Role::Supplier, 6, "貸方取引先 貸方取引先名"),
    (
        Role::Supplier,
        5,
        "借方補助科目 借方補助科目名 借方補助 補助科目 補助科目名 補助 相手補助科目",
    ),
    (Role::Supplier, 4, "貸方補助科目 貸方補助科目名 貸方補助"),
    (Role::Supplier, 3, "名称 氏名 名前 name 先名"),
    (
        Role::SupplierCode,
        5,
        "仕入先コード 仕入先cd 仕入先no 仕入先番号 取引先コード 取引先cd 取引先番号 \
         支払先コード 支払先cd 業者コード 業者cd 購入先コード 外注先コード コード cd \
         suppliercode supplierid vendorcode vendorid vendorno supplierno code \
         相手先コード 補助コード 補助科目コード",
    ),
    (
        Role::CorporateNumber,
        5,
        "法人番号 登録番号 インボイス番号 インボイス登録番号 \
         適格請求書発行事業者登録番号 適格請求書登録番号 事業者登録番号 t番号 \
         corporatenumber registrationnumber invoiceregistrationnumber \
         借方インボイス登録番号",
    ),
    (
        Role::Item,
        8,
        "品名 商品名 品目 品目名 商品 製品名 品番品名 材料名 部品名 品名規格 品名・規格 \
         名称規格 購入品 購入品目 調達品目 仕入品 仕入品目 item itemname product \
         productname material goods part partname 借方品目",
    ),
    (
        Role::Item,
        4,
        "内容 取引内容 明細 件名 description details 品種",
    ),
    (Role::Item, 2, "摘要 備考摘要 摘要欄 memo 取引摘要 摘要名"),
    (
        Role::Amount,
        9,
        "純仕入額 純仕入高 純仕入金額 純仕入 差引仕入高 差引仕入額 netpurchases",
    ),
    (
        Role::Amount,
        7,
        "年間購入額 年間仕入額 年間仕入高 年間仕入金額 年間購入金額 当期仕入高 \
         当期仕入額 当期仕入 当期仕入金額 累計仕入高 累計仕入額 期間仕入 期間仕入額 \
         期間仕入高 annualspend annualpurchases totalspend 期間計",
    ),
    (
        Role::Amount,
        5,
        "金額 仕入金額 仕入高 仕入額 仕入 当月仕入 当月仕入高 当月仕入額 当月仕入金額 \
         購入額 購入金額 発注金額 取引金額 税抜金額 税込金額 税抜仕入額 税込仕入額 \
         税抜仕入金額 税込仕入金額 税抜 税込 税抜額 税込額 本体金額 本体価格 外注金額 \
         調達額 調達金額 仕入総額 総仕入高 総仕入額 仕入実績 購入実績 税抜合計 税込合計 \
         検収金額 計上金額 amount netamount grossamount totalamount spend \
         purchaseamount purchases purchase amountjpy invoiceamount linetotal 価額 価格 \
         取引高",
    ),
    (
        Role::Amount,
        3,
        "合計 計 合計金額 合計額 年計 年間計 年間合計 通期 通期合計 総計 総合計 total \
         期計 12か月計 仕入合計 累計 額 grandtotal",
    ),
    (
        Role::Amount,
        1,
        "請求金額 請求額 支払金額 支払額 当月支払 支払 お支払額",
    ),
    (
        Role::Debit,
        5,
        "借方金額 借方 借方額 debit debitamount dr 借方本体金額",
    ),
    (
        Role::Credit,
        5,
        "貸方金額 貸方 貸方額 credit creditamount cr 貸方本体金額",
    ),
    (
        Role::Date,
        6,
        "日付 取引日 取引日付 仕入日 仕入日付 伝票日付 計上日 発生日 発生日付 年月日 \
         仕訳日 仕訳日付 納品日 検収日 請求日 購入日 発注日 date invoicedate \
         postingdate transactiondate purchasedate 受入日 入荷日 処理日",
    ),
    (
        Role::Date,
        4,
        "年月 月 月度 計上月 対象月 month period 仕入月 取引月 計上年月 仕入年月",
    ),
    (
        Role::Origin,
        5,
        "原産国 生産国 製造国 原産地 国 国名 生産地 製造地 産地 調達国 輸入国 原産国名 \
         原産地国 origin countryoforigin country madein origincountry 生産国名 製造国名 \
         原産地名",
    ),
    (
        Role::Via,
        5,
        "購入経路 商流 買い方 経路 仕入経路 調達経路 購入方法 購入ルート 調達ルート \
         仕入ルート route via channel 購入形態 調達形態",
    ),
    (
        Role::Group,
        5,
        "グループ グループ名 親会社 系列 企業グループ 資本系列 親会社名 group parent \
         parentcompany 所属グループ 企業グループ名",
    ),
    (
        Role::Account,
        5,
        "勘定科目 科目 借方勘定科目 借方科目 借方勘定科目名 借方科目名 科目名 \
         勘定科目名 費目 account accountname debitaccount",
    ),
    (
        Role::CounterAccount,
        5,
        "貸方勘定科目 貸方科目 貸方勘定科目名 貸方科目名 相手勘定科目 相手科目 \
         相手勘定科目名 相手科目名 creditaccount contraaccount",
    ),
    (
        Role::Ignored,
        0,
        "単価 数量 単位 消費税 消費税額 税額 残高 差引残高 税区分 税率 部門 部門名 \
         担当者 担当 伝票no 伝票番号 no no. 番号 備考 倉庫 規格 型番 品番 商品コード \
         品目コード 取引先国 所在国 仕入先国 値引 値引額 返品 返品額 前月残高 繰越残高 \
         前回残高 前期繰越 当月残高 電話番号 住所 郵便番号 quantity qty unitprice price \
         tax vat balance unit currency suppliercountry vendorcountry paid discount \
         invoiceno invoicenumber 区分 取引区分 貸借 決算 タグ 行 行番号 行no 取引no \
         管理番号 構成比 前年 前年比 順位 件数 支払期日 支払日 決済日 収支区分 備考欄 \
         仕訳メモ 作成日時 構成比率 比率 メーカー プロジェクト",
    ),
];

/// What a heading holds that is no name and no purchase.
const NOT: &str = "単価 数量 消費税 税額 税区分 税率 残高 残 値引 返品 部門 担当 伝票 前年 予算 \
     構成比 決済 期日 所在 住所 電話 倉庫 セグメント タグ メモ unitprice quantity \
     tax balance discount paid 得意先 売上 商品グループ 商品コード 品目コード \
     商品区分 科目コード 科目cd 部門コード 締日 回数 件数";
const WHO: &str = "仕入先 取引先 支払先 購入先 外注先 業者 調達先 supplier vendor";
const MONEY: &str = "金額 仕入高 仕入額 購入額 amount spend";

/// Longer headings, which hold one word of each list. What is not money comes first.
const LIKE: &[(Role, u8, &[&str])] = &[
    (Role::Ignored, 0, &[NOT]),
    (Role::SupplierCode, 4, &[WHO, "コード cd code 番号 no id"]),
    (Role::CorporateNumber, 4, &["法人番号 登録番号"]),
    (Role::Ignored, 0, &[WHO, "国 country"]),
    (Role::Origin, 4, &["原産 生産国 製造国"]),
    (
        Role::Ignored,
        0,
        &[WHO, "グループ 区分 分類 カナ フリガナ ふりがな かな"],
    ),
    (Role::Debit, 4, &[MONEY, "借方 debit"]),
    (Role::Credit, 4, &[MONEY, "貸方 credit"]),
    (Role::Amount, 1, &[MONEY, "支払 請求"]),
    (Role::Amount, 4, &[MONEY]),
    (Role::Supplier, 7, &[WHO, "借方"]),
    (Role::Supplier, 6, &[WHO, "貸方"]),
    (Role::Supplier, 8, &[WHO]),
    (Role::Item, 5, &["品名 商品名 品目名 製品名"]),
    (Role::Date, 3, &["日付 年月日"]),
];

fn like(word: &str) -> Option<(Role, u8)> {
    // What is longer is a sentence.
    if word.chars().count() > 24 {
        return None;
    }
    let holds = |list: &&str| list.split(' ').any(|it| word.contains(it));
    LIKE.iter()
        .find(|(.., lists)| lists.iter().all(holds))
        .map(|(role, rank, _)| (*role, *rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str, role: Role) {
        let found = meaning(heading).map(|it| it.role);
        assert_eq!(found, Some(role), "{heading}");
    }

    #[test]
    fn headings_of_packages_and_people_are_known() {
        check("仕入先名", Role::Supplier);
        check("仕入先　名称", Role::Supplier);
        check("仕入先ＣＤ", Role::SupplierCode);
        check("仕入先コード", Role::SupplierCode);
        check("取引先", Role::Supplier);
        check("登録番号（T番号）", Role::CorporateNumber);
        check("金額（税抜）", Role::Amount);
        check("仕入高(百万円)", Role::Amount);
        check("借方金額(円)", Role::Debit);
        check("貸方税額", Role::Ignored);
        check("単価", Role::Ignored);
        check("原産国", Role::Origin);
        check("取引先国", Role::Ignored);
        check("国", Role::Origin);
        check("商流", Role::Via);
        check("2025年4月", Role::Month);
        check("4月 数量", Role::Ignored);
        check("4月 金額", Role::Month);
        check("金額(USD)", Role::Ignored);
        check("Supplier Name", Role::Supplier);
        check("Amount (JPY)", Role::Amount);
        assert_eq!(meaning("㈱山田製作所"), None);
    }

    #[test]
    fn net_amounts_go_before_plain_ones_and_those_before_gross() {
        let rank = |heading| meaning(heading).map(|it| it.rank);
        assert!(rank("税抜金額") > rank("金額"));
        assert!(rank("金額") > rank("税込金額"));
        assert!(rank("仕入金額") > rank("支払金額"));
        assert!(rank("金額（税抜）") > rank("金額（税込）"));
    }

    #[test]
    fn units_stand_in_headings_and_titles() {
        let of = |heading| meaning(heading).and_then(|it| it.unit);
        assert_eq!(of("金額(千円)"), Some(AmountUnit::Thousand));
        assert_eq!(of("仕入高（百万円）"), Some(AmountUnit::Million));
        assert_eq!(of("金額"), None);
        let title = |text| title_unit(&plain(text));
        assert_eq!(title("（単位：千円）"), Some(AmountUnit::Thousand));
        assert_eq!(title("(単位 百万円)"), Some(AmountUnit::Million));
        assert_eq!(title("単位：円"), Some(AmountUnit::Yen));
        assert_eq!(title("¥ thousand"), Some(AmountUnit::Thousand));
        assert_eq!(title("仕入先元帳 (千円)"), Some(AmountUnit::Thousand));
        assert_eq!(title("株式会社千円堂"), None);
    }
}
